"""Figures of an invented department that add up, year after year. Amounts are 万元 with two decimals."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from eval.madeup.names import Body
from index.numbers import rounded

CENT = Decimal("0.01")
# Economic classification (款): code, name, weight within basic spending.
PERSONNEL = (
    ("30101", "基本工资", 26), ("30102", "津贴补贴", 22), ("30103", "奖金", 12), ("30108", "机关事业单位基本养老保险缴费", 9),
    ("30110", "职工基本医疗保险缴费", 5), ("30111", "公务员医疗补助缴费", 2), ("30112", "其他社会保障缴费", 1), ("30113", "住房公积金", 7),
)  # fmt: skip
FAMILY = (("30302", "退休费", 3), ("30305", "生活补助", 1))
GOODS = (
    ("30201", "办公费", 4), ("30202", "印刷费", 1), ("30205", "水费", 1), ("30206", "电费", 2), ("30207", "邮电费", 1), ("30208", "取暖费", 2),
    ("30209", "物业管理费", 2), ("30211", "差旅费", 3), ("30215", "会议费", 1), ("30216", "培训费", 1), ("30228", "工会经费", 2), ("30229", "福利费", 1),
)  # fmt: skip
PURPOSES = ("专项工作经费", "能力提升项目", "宣传推广项目", "数据平台建设项目", "基层补助资金", "示范创建项目")


@dataclass(frozen=True, slots=True)
class Economic:
    """One 款 of basic spending."""

    code: str
    name: str
    amount: Decimal

    @property
    def is_personnel(self) -> bool:
        """人员经费 are 301 and 303, 公用经费 the rest."""
        return self.code[:3] in {"301", "303"}


@dataclass(frozen=True, slots=True)
class Functional:
    """One 项 of spending by function, split in 基本 and 项目."""

    code: str
    names: tuple[str, str, str]
    basic: Decimal
    project: Decimal

    @property
    def total(self) -> Decimal:
        """基本 + 项目."""
        return self.basic + self.project


@dataclass(frozen=True, slots=True)
class Project:
    """A project with its money, its functional 项 and what the text says of it."""

    name: str
    amount: Decimal
    code: str
    basis: str
    uses: tuple[tuple[str, Decimal], ...]
    target: int
    indicator: str


@dataclass(frozen=True, slots=True)
class ThreePublic:
    """“三公”经费."""

    abroad: Decimal
    purchase: Decimal
    running: Decimal
    reception: Decimal

    @property
    def total(self) -> Decimal:
        """Sum of the four."""
        return self.abroad + self.purchase + self.running + self.reception


@dataclass(frozen=True, slots=True)
class Staff:
    """Persons."""

    posts: int
    active: int
    retired: int


@dataclass(frozen=True, slots=True)
class YearFacts:
    """All that is true of one department and year."""

    body: Body
    year: int
    functional: tuple[Functional, ...]
    economic: tuple[Economic, ...]
    projects: tuple[Project, ...]
    transfer: Decimal
    carried: Decimal
    three_public: ThreePublic
    goods: Decimal
    works: Decimal
    services: Decimal
    staff: Staff
    vehicles: int
    vehicle_value: Decimal
    floor_area: Decimal
    published: tuple[int, int]

    @property
    def basic(self) -> Decimal:
        """基本支出."""
        return sum((e.amount for e in self.economic), Decimal(0))

    @property
    def project_total(self) -> Decimal:
        """项目支出."""
        return sum((p.amount for p in self.projects), Decimal(0))

    @property
    def total(self) -> Decimal:
        """支出总计 = 收入总计."""
        return self.basic + self.project_total

    @property
    def own(self) -> Decimal:
        """一般公共预算 without transfers from above and without what was carried over."""
        return self.total - self.transfer - self.carried

    @property
    def personnel(self) -> Decimal:
        """人员经费."""
        return sum((e.amount for e in self.economic if e.is_personnel), Decimal(0))

    @property
    def running(self) -> Decimal:
        """公用经费, which is the 机关运行经费 here."""
        return self.basic - self.personnel

    @property
    def procurement(self) -> Decimal:
        """政府采购预算."""
        return self.goods + self.works + self.services


def series(body: Body, years: range, seed: int) -> list[YearFacts]:
    """The facts of a department for consecutive years, each grown out of the one before."""
    chance = random.Random(f"facts-{seed}-{body.name}")
    scale = Decimal(chance.randint(150, 4000))
    weights = {code: Decimal(w) * Decimal(chance.randint(70, 130)) for code, _, w in (*PERSONNEL, *FAMILY, *GOODS)}
    staff = Staff(posts := max(6, int(scale / 18)), posts - chance.randint(0, 3), chance.randint(2, posts + 4))
    vehicles, area = chance.randint(1, 9), Decimal(chance.randint(2000, 90000)) / 10
    names = _project_names(body, chance)
    found: list[YearFacts] = []
    for year in years:
        scale *= Decimal(chance.randint(93, 112)) / 100
        found.append(_year(body, year, scale, weights, names, staff, vehicles, area, chance))
        staff = Staff(staff.posts, max(3, min(staff.posts, staff.active + chance.randint(-2, 2))), staff.retired + chance.randint(0, 2))
        vehicles = max(1, vehicles + chance.choice((-1, 0, 0, 0, 1)))
    return found


def _money(value: Decimal) -> Decimal:
    return max(CENT, rounded(value, 2))


def _project_names(body: Body, chance: random.Random) -> list[str]:
    topics = [t + p for t in body.trade.topics for p in PURPOSES]
    return chance.sample(topics, chance.randint(3, 5))


def _year(
    body: Body,
    year: int,
    scale: Decimal,
    weights: dict[str, Decimal],
    names: list[str],
    staff: Staff,
    vehicles: int,
    area: Decimal,
    chance: random.Random,
) -> YearFacts:
    economic = _economic(scale, weights, chance)
    running = _money(Decimal(vehicles) * Decimal(chance.randint(80, 260)) / 100)
    reception = _money(Decimal(chance.randint(5, 300)) / 100)
    public = ThreePublic(chance.choice((Decimal("0.00"), _money(Decimal(chance.randint(100, 900)) / 100))), Decimal("0.00"), running, reception)
    economic += [Economic("30217", "公务接待费", reception), Economic("30231", "公务用车运行维护费", running)]
    economic.sort(key=lambda e: e.code)
    projects = _projects(body, year, scale, names, chance)
    spent = sum((p.amount for p in projects), Decimal(0))
    transfer, carried = _money(spent * Decimal("0.35")), chance.choice((Decimal("0.00"), _money(spent * Decimal("0.08"))))
    goods, services = _money(scale / 90), _money(scale / 60)
    works = chance.choice((Decimal("0.00"), _money(scale / 150)))
    return YearFacts(
        body, year, tuple(_functional(body, economic, projects)), tuple(economic), tuple(projects), transfer, carried, public, goods, works, services,
        staff, vehicles, _money(Decimal(vehicles) * Decimal(chance.randint(900, 2400)) / 100), area, (chance.randint(1, 3), chance.randint(3, 27)),
    )  # fmt: skip


def _economic(scale: Decimal, weights: dict[str, Decimal], chance: random.Random) -> list[Economic]:
    whole = sum(weights.values(), Decimal(0))
    drift = {code: Decimal(chance.randint(95, 106)) / 100 for code in weights}
    return [Economic(code, name, _money(scale * weights[code] * drift[code] / whole)) for code, name, _ in (*PERSONNEL, *FAMILY, *GOODS)]


def _projects(body: Body, year: int, scale: Decimal, names: list[str], chance: random.Random) -> list[Project]:
    found = []
    for position, name in enumerate(names):
        amount = _money(scale * Decimal(chance.randint(20, 180)) / 1000)
        first = rounded(amount * Decimal(chance.randint(30, 70)) / 100, 2)
        item = body.trade.items[position % len(body.trade.items)]
        topic = name[:4]
        uses = ((f"{topic}设备与材料", first), (f"{topic}劳务与培训", amount - first))
        basis = f"《关于下达{year}年{name}预算的通知》（示财发〔{year - 1}〕{chance.randint(10, 180)}号）"
        found.append(
            Project(name, amount, body.trade.class_code + body.trade.group_code + item[0], basis, uses, chance.randint(3, 60), f"开展{topic}活动次数")
        )
    return found


def _functional(body: Body, economic: list[Economic], projects: list[Project]) -> list[Functional]:
    by_code = {e.code: e.amount for e in economic}
    zero = Decimal("0.00")
    insured = {
        "2080505": (("社会保障和就业支出", "行政事业单位养老支出", "机关事业单位基本养老保险缴费支出"), by_code["30108"]),
        "2101101": (("卫生健康支出", "行政事业单位医疗", "行政单位医疗"), by_code["30110"]),
        "2101103": (("卫生健康支出", "行政事业单位医疗", "公务员医疗补助"), by_code["30111"]),
        "2210201": (("住房保障支出", "住房改革支出", "住房公积金"), by_code["30113"]),
    }
    trade = body.trade
    admin = sum(by_code.values(), zero) - sum((amount for _, amount in insured.values()), zero)
    rows = {
        trade.class_code + trade.group_code + "01": Functional(
            trade.class_code + trade.group_code + "01", (trade.class_name, trade.group_name, "行政运行"), admin, zero
        )
    }
    for code, name in trade.items:
        full = trade.class_code + trade.group_code + code
        spent = sum((p.amount for p in projects if p.code == full), zero)
        if spent:
            rows[full] = Functional(full, (trade.class_name, trade.group_name, name), zero, spent)
    for full, (names, amount) in insured.items():
        rows[full] = Functional(full, names, amount, zero)
    return [rows[code] for code in sorted(rows)]
