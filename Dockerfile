# The ncp program in an image of its own: built in the first stage, and in the second only what runs it.
# docker-compose.yml runs two nodes of it.

FROM debian:12-slim AS build
WORKDIR /src
COPY dev ./
COPY tools ./tools
RUN ./dev install build
COPY . .
RUN cmake --preset release -DNCP_TESTS=OFF \
    && cmake --build build/release --target ncp \
    && DESTDIR=/image cmake --install build/release --prefix /opt/ncp --strip

FROM debian:12-slim
LABEL org.opencontainers.image.title="ncp" \
    org.opencontainers.image.description="National Contact Point for eHealth (MyHealth@EU)"
COPY dev /setup/
COPY tools /setup/tools
RUN /setup/dev install run && rm -rf /setup /var/lib/apt/lists/*
COPY --from=build /image /
# The nodes' files name keys and stores below ../../var, seen from where they are.
RUN groupadd --gid 10001 ncp \
    && useradd --uid 10001 --gid ncp --no-create-home --home-dir /var/lib/ncp --shell /usr/sbin/nologin ncp \
    && install -d -o ncp -g ncp -m 0750 /var/lib/ncp /var/lib/ncp/pki /var/lib/ncp/no /var/lib/ncp/pt \
    && ln -s /var/lib/ncp /opt/ncp/share/var
ENV LANG=C.UTF-8 \
    PATH=/opt/ncp/bin:/usr/local/bin:/usr/bin:/bin \
    NCP_ADMIN_PORT=18090
USER 10001:10001
WORKDIR /var/lib/ncp
VOLUME ["/var/lib/ncp"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 CMD ["/opt/ncp/libexec/ncp/health-check"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/ncp/bin/ncp"]
CMD ["serve", "--config", "/opt/ncp/share/ncp/nodes/no.yaml"]
