#!/bin/sh
# Stand-ins for the images that deploy/compose.yaml names, under their names, where no registry is reached: a Debian of
# debootstrap, Node of this machine, PostgreSQL and nginx of Debian's packages, Temporal's server, tool and UI as Duban builds
# them from their Go modules. What they run, as whom and by which variables is as in the images they stand for.
#   images.sh BASE CACHE       BASE: a folder that debootstrap filled; CACHE: where temporal-server, temporal-ui, temporal-sql-tool are
set -eu
base=$1
cache=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
P="podman --runtime runc"
have() { $P image exists "$1"; }
build() { # name, then a Containerfile on stdin
  cat > "$work/Containerfile"
  $P build -q --pull=never --isolation=chroot -t "$1" -f "$work/Containerfile" "$work" > /dev/null
  echo "$1"
}
have localhost/duban-base || tar -C "$base" -c . | $P import - localhost/duban-base > /dev/null

# Node: the program and npm of this machine.
mkdir -p "$work/node/bin" "$work/node/lib/node_modules"
cp "$(command -v node)" "$work/node/bin/node"
cp -r "$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")" "$work/node/lib/node_modules/npm"
cp -r /etc/ssl/certs/ca-certificates.crt "$work/ca.crt"
cat > "$work/npm" <<'X'
#!/bin/sh
exec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"
X
chmod 755 "$work/npm"
have docker.io/library/node:20-bookworm-slim || build docker.io/library/node:20-bookworm-slim <<'X'
FROM localhost/duban-base
COPY node/ /usr/local/
COPY npm /usr/local/bin/npm
COPY ca.crt /etc/ssl/certs/ca-certificates.crt
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt npm_config_cafile=/etc/ssl/certs/ca-certificates.crt
CMD ["node"]
X
# The larger image has what native packages are built with.
mkdir -p "$work/headers"
cp -r "$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")/include/node" "$work/headers/node"
have docker.io/library/node:20-bookworm || build docker.io/library/node:20-bookworm <<'X'
FROM docker.io/library/node:20-bookworm-slim
COPY headers/ /usr/local/include/
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++
ENV npm_config_nodedir=/usr/local
X

cat > "$work/postgres.sh" <<'X'
#!/bin/sh
# As the official image: a cluster made at the first start, with the user, password, database and arguments of the variables.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin)
data=/var/lib/postgresql/data
PATH=$bin:$PATH
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$data"; chown -R postgres "$data"; chmod 700 "$data"
  mkdir -p /var/run/postgresql; chown postgres /var/run/postgresql
  exec setpriv --reuid postgres --regid postgres --init-groups "$0" "$@"
fi
if [ ! -s "$data/PG_VERSION" ]; then
  echo "$POSTGRES_PASSWORD" > /tmp/pw
  initdb -D "$data" -U "$POSTGRES_USER" --pwfile=/tmp/pw --auth-host=scram-sha-256 --auth-local=trust $POSTGRES_INITDB_ARGS
  rm /tmp/pw
  echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
  pg_ctl -D "$data" -w -o "-c listen_addresses=''" start
  createdb -U "$POSTGRES_USER" "$POSTGRES_DB"
  pg_ctl -D "$data" -w stop
fi
exec postgres -D "$data" -c listen_addresses='*' "$@"
X
chmod 755 "$work/postgres.sh"
have docker.io/library/postgres:16 || build docker.io/library/postgres:16 <<'X'
FROM localhost/duban-base
COPY postgres.sh /usr/local/bin/docker-entrypoint.sh
ENV LANG=C.UTF-8
ENV PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENTRYPOINT ["docker-entrypoint.sh"]
X

cp "$cache/temporal-server" "$cache/temporal-sql-tool" "$cache/temporal-ui" "$work"
server=$(sed -n "s/.*server: '\([^']*\)'.*/\1/p" temporal/parts.mjs | head -1)
ui=$(sed -n "s/.*ui: '\([^']*\)'.*/\1/p" temporal/parts.mjs | head -1)
have "docker.io/temporalio/admin-tools:$server" || build "docker.io/temporalio/admin-tools:$server" <<'X'
FROM localhost/duban-base
COPY temporal-sql-tool /usr/local/bin/
RUN groupadd -g 1000 temporal && useradd -u 1000 -g 1000 temporal
USER temporal
X
have "docker.io/temporalio/server:$server" || build "docker.io/temporalio/server:$server" <<'X'
FROM localhost/duban-base
COPY temporal-server /usr/local/bin/
RUN groupadd -g 1000 temporal && useradd -u 1000 -g 1000 temporal
USER temporal
CMD ["temporal-server", "start"]
X
# The image makes a file of its variables; the few that deploy/compose.yaml sets are written down here.
cat > "$work/ui.sh" <<'X'
#!/bin/sh
set -eu
mkdir -p /tmp/ui/config
cat > /tmp/ui/config/docker.yaml <<Y
temporalGrpcAddress: $TEMPORAL_ADDRESS
host: 0.0.0.0
port: 8080
enableUi: true
defaultNamespace: $TEMPORAL_DEFAULT_NAMESPACE
disableWriteActions: $TEMPORAL_DISABLE_WRITE_ACTIONS
tls:
  caFile: $TEMPORAL_TLS_CA
  enableHostVerification: $TEMPORAL_TLS_ENABLE_HOST_VERIFICATION
  serverName: $TEMPORAL_TLS_SERVER_NAME
Y
exec temporal-ui --root /tmp/ui --config config --env docker start
X
chmod 755 "$work/ui.sh"
have "docker.io/temporalio/ui:$ui" || build "docker.io/temporalio/ui:$ui" <<'X'
FROM localhost/duban-base
COPY temporal-ui ui.sh /usr/local/bin/
RUN groupadd -g 1000 temporal && useradd -u 1000 -g 1000 temporal
USER temporal
CMD ["ui.sh"]
X
have docker.io/library/nginx:1.28 || build docker.io/library/nginx:1.28 <<'X'
FROM localhost/duban-base
CMD ["nginx", "-g", "daemon off;"]
X
