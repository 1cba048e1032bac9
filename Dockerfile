# syntax=docker/dockerfile:1
# unlinked alone, without a browser: it drives one in another container. docker-compose.yml puts the two together.

FROM rust:1.95.0-slim-bookworm AS build
WORKDIR /src
# SQLite and the TLS library are compiled from C.
RUN apt-get update \
    && apt-get install --no-install-recommends -y gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
COPY Cargo.toml Cargo.lock config.example.toml README.md ./
COPY src ./src
COPY selectors ./selectors
COPY dist ./dist
COPY benches ./benches
COPY docs ./docs
COPY tests/pages ./tests/pages
# Cargo.toml names this test, and Cargo wants to see it whatever it builds.
COPY tests/every_page ./tests/every_page
RUN cargo build --release --locked --bin unlinked

FROM debian:12.12-slim
# Certificates for https addresses: `notify.url`, and a WebDriver server behind TLS.
RUN apt-get update \
    && apt-get install --no-install-recommends -y ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 unlinked \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /state --shell /usr/sbin/nologin unlinked \
    && install -d -o 10001 -g 10001 -m 0700 /state
COPY --from=build /src/target/release/unlinked /usr/local/bin/unlinked
ENV UNLINKED_STATE=/state \
    XDG_CONFIG_HOME=/config
USER 10001:10001
VOLUME ["/state"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/unlinked"]
CMD ["--help"]
