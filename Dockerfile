# Built in one stage, run from the next, so that pip and its caches stay behind.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE CHANGELOG.md constraints.txt ./
COPY emulator emulator
COPY spec spec
COPY fixtures fixtures
RUN python -m venv --without-pip /opt/emulator \
 && python -m pip --python /opt/emulator/bin/python install --no-cache-dir --root-user-action ignore --no-compile \
      --disable-pip-version-check -c constraints.txt . \
 && find /opt/emulator -type d -name tests -prune -exec rm -rf {} + \
 && find /opt/emulator -type f -name '*.pyi' -delete \
 && /opt/emulator/bin/python -m compileall -q -j 0 /opt/emulator/lib

FROM python:3.12-slim
COPY --from=build /opt/emulator /opt/emulator
RUN useradd --no-create-home --uid 10001 emulator
USER 10001
ENV PATH=/opt/emulator/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CALCOM_EMULATOR_HOST=0.0.0.0
EXPOSE 8000
HEALTHCHECK --interval=2s --timeout=3s --start-period=5s CMD ["calcom-emulator", "health"]
ENTRYPOINT ["calcom-emulator"]
CMD ["serve"]
