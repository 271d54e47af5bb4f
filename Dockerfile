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
# What a server never needs: tests, type stubs, sources of compiled parts, debugging symbols, pip's books, other people's
# bills of materials, servers of aiohttp and werkzeug, pydantic's first version, short telephone numbers, and Faker's
# words in other languages. What nobody reads in a traceback here is kept compiled only: tables of data, and libraries
# behind libraries.
RUN cd /opt/emulator/lib/python3.12/site-packages \
 && find . -type d \( -name tests -o -name benchmarks -o -name sboms \) -prune -exec rm -rf {} + \
 && find . -type f \( -name '*.py[ix]' -o -name '*.pxd' -o -name '*.[ch]' -o -path './*.dist-info/RECORD' \) -delete \
 && rm -rf pydantic/v1 pydantic/mypy.py werkzeug/debug werkzeug/middleware anyio/_backends/_trio.py anyio/pytest_plugin.py \
      aiohttp/web*.py aiohttp/worker.py aiohttp/test_utils.py aiohttp/pytest_plugin.py phonenumbers/shortdata/region_*.py \
 && find faker/providers -mindepth 2 -type d -name '*_*' ! -name en_US ! -name en_GB ! -name __pycache__ -prune -exec rm -rf {} + \
 && find . -type f -name '*.so' -exec strip --strip-unneeded {} + \
 && sourceless="idna/uts46data.py dateutil faker icalendar jsonpath more_itertools phonenumbers pydantic pydantic_settings werkzeug" \
 && /opt/emulator/bin/python -m compileall -q -b $sourceless && find $sourceless -name '*.py' -delete \
 && /opt/emulator/bin/python -m compileall -q -j 0 .

FROM python:3.12-slim
COPY --from=build /opt/emulator /opt/emulator
# The base image has the standard library as sources only, and whoever runs this one may not write: without these compiled
# files, which Python leaves as it imports, every start and every health check would compile it anew.
RUN /opt/emulator/bin/python -c "import emulator.commands.serve, emulator.probe, emulator.server as s; s.Emulator().warm()" \
 && useradd --no-log-init --no-create-home --uid 10001 emulator && mkdir /fixtures
USER 10001
# Inside, everybody who calls comes from the container's network: `loopback` would shut out the very host that runs it.
# `network` still refuses pages of other sites; who else may call is up to the port that you publish (docs/containers.md).
ENV PATH=/opt/emulator/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CALCOM_EMULATOR_HOST=0.0.0.0 \
    CALCOM_EMULATOR_FIXTURES=/fixtures \
    CALCOM_EMULATOR_CONTROL_ACCESS=network
EXPOSE 8000
# The world files mounted here are loaded together; while there are none it is the world that ships.
VOLUME /fixtures
STOPSIGNAL SIGTERM
# A busy machine, or one that plays another processor, takes its time; whoever is well within it is well at once.
HEALTHCHECK --interval=2s --timeout=10s --start-period=60s CMD ["python", "-m", "emulator.probe"]
ENTRYPOINT ["calcom-emulator"]
CMD ["serve"]
