# 问账: the web app, and the command that builds the index, in one image. Works without the network once built.
#   docker build -t wenzhang .
#   docker run -p 127.0.0.1:7860:7860 -v ./store:/data wenzhang                          serve
#   docker run -v ./store:/data -v ./documents:/documents:ro wenzhang index build /documents
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# PyPI's torch brings CUDA along; name another index for the CPU build: --build-arg TORCH_INDEX=...
ARG TORCH_INDEX=
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
RUN version=$(sed -n 's/^ *"torch==\([0-9.]*\)".*/\1/p' pyproject.toml) \
 && pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} -c constraints.txt "torch==$version"
COPY app.py ./
COPY index index
COPY qa qa
COPY eval eval
RUN pip install -c constraints.txt ".[postgres]" \
 && useradd --system --uid 10001 --create-home wenzhang \
 && install -d -o wenzhang -g wenzhang /data
COPY deploy/entrypoint.sh /usr/local/bin/entrypoint

USER wenzhang
ENV WENZHANG_HOST=0.0.0.0 WENZHANG_STORE=/data/store
VOLUME /data
EXPOSE 7860
# with a site password the answer is 401, which shows that it serves
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import http.client as c; h = c.HTTPConnection('127.0.0.1', 7860, timeout=4); h.request('GET', '/api/health'); raise SystemExit(h.getresponse().status not in (200, 401))"]
ENTRYPOINT ["entrypoint"]
CMD ["serve"]
