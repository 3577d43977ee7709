# Node as docker.io/library/node has it: user 1000.
groupadd --gid 1000 node
useradd --uid 1000 --gid node --shell /bin/bash --create-home node
tar --extract --gzip --file /tmp/downloads/node.tgz --directory /tmp package/bin/node
install -m 755 /tmp/package/bin/node /usr/local/bin/node
