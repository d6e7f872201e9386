"""From PDF user space (origin bottom left, unrotated) to the upright page (origin top left), both in points."""

from __future__ import annotations

from dataclasses import dataclass

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible rectangle of a page in user space, and the quarter turn (0, 90, 180, 270, clockwise) that sets it upright."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def width(self) -> float:
        """Width of the upright page in points."""
        return self.top - self.bottom if self.turn in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        """Height of the upright page in points."""
        return self.right - self.left if self.turn in (90, 270) else self.top - self.bottom

    @property
    def matrix(self) -> Matrix:
        """(a, b, c, d, e, f) with x' = a x + c y + e and y' = b x + d y + f."""
        if self.turn == 0:
            return (1.0, 0.0, 0.0, -1.0, -self.left, self.top)
        if self.turn == 90:
            return (0.0, 1.0, 1.0, 0.0, -self.bottom, -self.left)
        if self.turn == 180:
            return (-1.0, 0.0, 0.0, 1.0, self.right, -self.bottom)
        return (0.0, -1.0, -1.0, 0.0, self.top, self.right)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """The point (x, y) under an affine matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def chained(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first and ``outer`` after it."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
