# Built in two stages: the toolchain stays behind, the image holds one binary.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --package luodi-server --bin luodi \
    && install -D target/release/luodi /out/luodi

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/luodi --create-home luodi
COPY --from=build /out/luodi /usr/local/bin/luodi
USER luodi
WORKDIR /var/lib/luodi
VOLUME /var/lib/luodi
ENV LUODI_DATA=/var/lib/luodi/data \
    LUODI_LISTEN=0.0.0.0:8080 \
    LUODI_LOG=json
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD curl --fail --silent --show-error http://127.0.0.1:8080/readyz || exit 1
STOPSIGNAL SIGTERM
ENTRYPOINT ["luodi"]
CMD ["serve"]
