# A small image of `vigia run`: release build, without the sandbox, not as root.
#
#   docker build -t vigia .
#   docker run --env-file .env -v "$PWD/vigia.yaml:/etc/vigia/vigia.yaml:ro" \
#       -v "$PWD/rules:/etc/vigia/rules:ro" -v vigia-data:/var/lib/vigia vigia

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY Cargo.toml Cargo.lock build.rs ./
COPY src ./src
COPY rules ./rules
RUN cargo build --release --locked --no-default-features --bin vigia

FROM debian:bookworm-slim
RUN groupadd --gid 10001 vigia \
    && useradd --uid 10001 --gid vigia --no-create-home --shell /usr/sbin/nologin vigia \
    && install -d -o vigia -g vigia /var/lib/vigia /etc/vigia
COPY --from=build /build/target/release/vigia /usr/local/bin/vigia
COPY --chown=vigia:vigia rules /etc/vigia/rules
USER vigia
WORKDIR /var/lib/vigia
VOLUME /var/lib/vigia
ENV VIGIA_CONFIG=/etc/vigia/vigia.yaml \
    VIGIA_LOG_FORMAT=json
STOPSIGNAL SIGTERM
ENTRYPOINT ["vigia"]
CMD ["run"]
