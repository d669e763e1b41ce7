# A small image of `vigia run`: one static program, without a shell, not as root. The time zones and
# the TLS roots are in the program. compose.yaml runs it.
#
#   docker build --build-arg VIGIA_COMMIT="$(git rev-parse --short=10 HEAD)" \
#       --build-arg VIGIA_DATE="$(git log -1 --format=%cs)" -t vigia .
#
# The build runs on x86-64 and compiles for `TARGETARCH`: amd64 or arm64.

FROM --platform=linux/amd64 rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends musl-tools gcc-aarch64-linux-gnu libc6-dev-arm64-cross \
    && rm -rf /var/lib/apt/lists/* \
    && rustup target add x86_64-unknown-linux-musl aarch64-unknown-linux-musl
WORKDIR /build
# `ring` has parts in C, which need no C library at run time.
ENV CC_aarch64_unknown_linux_musl=aarch64-linux-gnu-gcc \
    CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER=rust-lld
ARG TARGETARCH=amd64
RUN case "$TARGETARCH" in \
        amd64) echo x86_64-unknown-linux-musl ;; \
        arm64) echo aarch64-unknown-linux-musl ;; \
        *) echo "no build for $TARGETARCH" >&2; exit 1 ;; \
    esac >/target

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
    && cargo build --profile dist --locked --no-default-features --bin vigia --target "$(cat /target)"

COPY src ./src
COPY crates ./crates
COPY rules ./rules
ARG VIGIA_COMMIT VIGIA_DATE
RUN find src crates -name '*.rs' -exec touch {} + \
    && cargo build --profile dist --locked --no-default-features --bin vigia --target "$(cat /target)" \
    && install -D "target/$(cat /target)/dist/vigia" /image/usr/local/bin/vigia \
    && mkdir -p /image/etc/vigia && cp -r rules /image/etc/vigia/ \
    && install -d -m 0770 /state/var/lib/vigia

FROM scratch
ARG VIGIA_COMMIT VIGIA_DATE
LABEL org.opencontainers.image.title="vigia" \
    org.opencontainers.image.description="A Discord bot that watches a wolkvox contact centre and answers its supervisors." \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.revision="$VIGIA_COMMIT" \
    org.opencontainers.image.created="$VIGIA_DATE"
# Only root may write here: settings and rules are read, and state belongs into the volume.
COPY --from=build /image/ /
# The group 0 may write the volume, so that any user with that group can run the image.
COPY --from=build --chown=10001:0 /state/ /
USER 10001:0
WORKDIR /var/lib/vigia
VOLUME /var/lib/vigia
ENV PATH=/usr/local/bin \
    VIGIA_CONFIG=/etc/vigia/vigia.yaml \
    VIGIA_STORE=/var/lib/vigia \
    VIGIA_LOG_FORMAT=json \
    VIGIA_HEALTH=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
# The first poll comes within minutes of the start.
HEALTHCHECK --interval=60s --timeout=10s --start-period=10m CMD ["vigia", "healthcheck"]
ENTRYPOINT ["vigia"]
CMD ["run"]
