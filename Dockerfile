# syntax=docker/dockerfile:1.7
# The production image: one binary, no shell scripts, nobody's root.

FROM rust:1.95.0-bookworm AS build
# Lists in the binary what it is made of, for scanners to read.
RUN cargo install cargo-auditable@0.7.7 --locked
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
# How SQLite and the allocator are built.
COPY .cargo .cargo
COPY domain domain
COPY persistence persistence
COPY integrations integrations
COPY api api
COPY tests tests
# The demonstration's documents are part of the binary.
COPY docs/samples docs/samples
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo auditable build --release --locked --bin cqc-hub \
    && install -D target/release/cqc-hub /out/cqc-hub

FROM debian:12.9-slim
# Certificates of authorities, for the mail server and the payment provider.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin cqc-hub \
    && install -d -o cqc-hub -g cqc-hub -m 0700 /data
COPY --from=build /out/cqc-hub /usr/local/bin/cqc-hub
USER 10001:10001
ENV CQC_HUB_PROFILE=production \
    CQC_HUB_LISTEN=0.0.0.0:8080 \
    CQC_HUB_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
# Nothing is written outside of /data: the root file system may be read-only (`docker run --read-only`).
ENTRYPOINT ["/usr/local/bin/cqc-hub"]
CMD ["serve"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
