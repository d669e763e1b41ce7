# A small image of `vigia run`: the `dist` profile, without the sandbox, not as root.
#
#   docker build -t vigia .
#   docker run --env-file .env -v "$PWD/vigia.yaml:/etc/vigia/vigia.yaml:ro" \
#       -v "$PWD/rules:/etc/vigia/rules:ro" -v vigia-data:/var/lib/vigia vigia

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build

# The dependencies are built against empty sources, so that only a change of a manifest builds them again.
COPY Cargo.toml Cargo.lock build.rs ./
COPY crates/cards/Cargo.toml crates/cards/
COPY crates/clock/Cargo.toml crates/clock/
COPY crates/core/Cargo.toml crates/core/
COPY crates/rule-tests/Cargo.toml crates/rule-tests/
COPY crates/sandbox/Cargo.toml crates/sandbox/
COPY crates/store/Cargo.toml crates/store/
COPY crates/wolkvox/Cargo.toml crates/wolkvox/
RUN mkdir src \
    && for crate in crates/*; do mkdir -p "$crate/src" && touch "$crate/src/lib.rs"; done \
    && echo 'fn main() {}' >src/main.rs && touch src/lib.rs \
    && cargo build --profile dist --locked --no-default-features --bin vigia

COPY src ./src
COPY crates ./crates
COPY rules ./rules
RUN find src crates -name '*.rs' -exec touch {} + \
    && cargo build --profile dist --locked --no-default-features --bin vigia

FROM debian:bookworm-slim
RUN groupadd --gid 10001 vigia \
    && useradd --uid 10001 --gid vigia --no-create-home --shell /usr/sbin/nologin vigia \
    && install -d -o vigia -g 0 -m 0770 /var/lib/vigia
COPY --from=build /build/target/dist/vigia /usr/local/bin/vigia
# Only root may write here: settings and rules are read, and state belongs into the volume.
COPY rules /etc/vigia/rules
USER vigia
WORKDIR /var/lib/vigia
VOLUME /var/lib/vigia
ENV VIGIA_CONFIG=/etc/vigia/vigia.yaml \
    VIGIA_STORE=/var/lib/vigia \
    VIGIA_LOG_FORMAT=json \
    VIGIA_HEALTH=0.0.0.0:8080
STOPSIGNAL SIGTERM
# The first poll comes within minutes of the start.
HEALTHCHECK --interval=60s --timeout=10s --start-period=10m CMD ["vigia", "health"]
ENTRYPOINT ["vigia"]
CMD ["run"]
