# One image for web, worker, beat and the preparation before them; compose.yaml puts them together.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    REGIE_BOOTSTRAP=0 \
    DATA_DIR=/data \
    STATIC_ROOT=/app/static-collected \
    PORT=8000

RUN useradd --uid 10001 --user-group --home-dir /data --create-home --shell /usr/sbin/nologin regie
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
        --require-hashes -r requirements.txt
COPY . .
# Static files belong to root: what the web server hands out, it cannot change.
RUN python -m compileall -q . \
    && DATA_DIR=/tmp/build python manage.py prepare --static-only && rm -r /tmp/build

USER regie
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-m", "console.embedded.healthcheck"]
CMD ["granian", "console.wsgi:application", "--interface", "wsgi", "--host", "0.0.0.0", \
     "--port", "8000", "--http", "1", "--no-ws", "--workers", "2", "--blocking-threads", "4"]
