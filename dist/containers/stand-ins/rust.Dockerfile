# In place of the image of Rust: the Rust of this machine, on Debian's base, with the certificates that this machine trusts.
FROM unlinked-test/debian:12
RUN apt-get update && apt-get install --no-install-recommends -y ca-certificates gcc libc6-dev && rm -rf /var/lib/apt/lists/*
COPY ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=unlinked-test/toolchain:1 / /opt/rust
ENV PATH=/opt/rust/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin CARGO_HOME=/opt/cargo
