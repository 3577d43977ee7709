# MariaDB 10.11 as docker.io/library/mariadb has it: user 999, data in /var/lib/mysql, mariadb-backup beside the server.
groupadd --system --gid 999 mysql
useradd --system --gid mysql --uid 999 --home-dir /var/lib/mysql --no-create-home mysql
apt-get install -q -y --no-install-recommends mariadb-server mariadb-backup pwgen socat > /dev/null
# Debian's service listens on loopback only, and its postinst has made a database.
sed -i -E 's/^bind-address.*/#&/' /etc/mysql/mariadb.conf.d/50-server.cnf
printf '[mariadbd]\nskip-host-cache\nskip-name-resolve\n' > /etc/mysql/mariadb.conf.d/05-skipcache.cnf
rm -rf /var/lib/mysql
install -d -o mysql -g mysql -m 1777 /var/lib/mysql /run/mysqld
mkdir -p /docker-entrypoint-initdb.d /etc/mysql/conf.d
install -m 755 /tmp/image/docker-entrypoint.sh /tmp/image/healthcheck.sh /usr/local/bin/
