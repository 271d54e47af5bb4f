# Built in one stage, run from the next, so that pip, its caches and the tools of the build stay behind. The same file
# builds for linux/amd64 and linux/arm64: every dependency has wheels for both.
FROM python:3.12-slim AS build
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends binutils
WORKDIR /src
COPY pyproject.toml README.md LICENSE CHANGELOG.md constraints.txt ./
COPY emulator emulator
COPY spec spec
COPY fixtures fixtures
RUN python -m venv --without-pip /opt/emulator \
 && python -m pip --python /opt/emulator/bin/python install --no-cache-dir --root-user-action ignore --no-compile \
      --disable-pip-version-check -c constraints.txt .
# What a server never needs: tests, type stubs, sources of compiled parts, debugging symbols, pydantic's first version,
# and Faker's words in other languages.
RUN cd /opt/emulator/lib/python3.12/site-packages \
 && find . -type d -name tests -prune -exec rm -rf {} + \
 && find . -type f \( -name '*.py[ix]' -o -name '*.pxd' -o -name '*.[ch]' \) -delete \
 && rm -rf pydantic/v1 \
 && find faker/providers -mindepth 2 -type d -name '*_*' ! -name en_US ! -name en_GB ! -name __pycache__ -prune -exec rm -rf {} + \
 && find . -type f -name '*.so' -exec strip --strip-unneeded {} + \
 && /opt/emulator/bin/python -m compileall -q -j 0 .

FROM python:3.12-slim
COPY --from=build /opt/emulator /opt/emulator
RUN useradd --no-create-home --uid 10001 emulator && mkdir /fixtures
USER 10001
ENV PATH=/opt/emulator/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CALCOM_EMULATOR_HOST=0.0.0.0 \
    CALCOM_EMULATOR_CONTROL_ACCESS=network
EXPOSE 8000
# World files mounted here are found by name: `serve --fixtures /fixtures/mine.yaml`.
VOLUME /fixtures
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=2s --timeout=3s --start-period=5s CMD ["calcom-emulator", "health"]
ENTRYPOINT ["calcom-emulator"]
CMD ["serve"]
