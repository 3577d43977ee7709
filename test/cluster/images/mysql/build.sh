# MySQL 8.0.15 as docker.io/library/mysql has it: user 999, data in /var/lib/mysql. The clients are MariaDB's, under
# MySQL's names, for the package carries none.
groupadd --system --gid 999 mysql
useradd --system --gid mysql --uid 999 --home-dir /var/lib/mysql --no-create-home mysql
apt-get install -q -y --no-install-recommends libaio1 libnuma1 mariadb-client openssl pwgen unzip > /dev/null
mkdir -p /usr/lib/mysql-server
unzip -q -p /tmp/downloads/mysql.jar mysql-Linux-amd64.tar.gz |
  tar --extract --gzip --no-same-owner --directory /usr/lib/mysql-server
chmod -R u=rwX,go=rX /usr/lib/mysql-server
mkdir -p /etc/mysql/conf.d /docker-entrypoint-initdb.d
install -d -o mysql -g mysql -m 1777 /var/lib/mysql /var/run/mysqld /var/lib/mysql-files
rm -f /etc/mysql/my.cnf /etc/my.cnf
install -m 644 /tmp/image/my.cnf /etc/my.cnf
install -m 644 /tmp/image/my.cnf /etc/mysql/my.cnf
install -m 755 /tmp/image/docker-entrypoint.sh /usr/local/bin/
