# In place of selenium/standalone-chromium, selenium/hub and selenium/node-chromium: Chromium, its driver, a screen and a Selenium
# server, from Debian's packages; the same user, ports, folders and settings.
FROM unlinked-test/debian:12
RUN apt-get update && apt-get install --no-install-recommends -y ca-certificates chromium chromium-driver curl fluxbox fonts-dejavu-core \
    novnc openjdk-17-jre-headless websockify x11vnc xvfb && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 1201 seluser && useradd --uid 1200 --gid 1201 --create-home seluser \
    && mkdir -p /opt/bin /home/seluser/profile /home/seluser/profiles && chown 1200:1201 /home/seluser/profile /home/seluser/profiles
# As Selenium's own image has it: Chromium's sandbox needs rights that a container does not give.
RUN printf '%s\n' 'export CHROMIUM_FLAGS="$CHROMIUM_FLAGS --no-sandbox"' > /etc/chromium.d/container
COPY selenium-server.jar /opt/selenium-server.jar
COPY check-grid.sh stand-in.sh /opt/bin/
USER 1200:1201
WORKDIR /home/seluser
EXPOSE 4444 7900
ENTRYPOINT ["/opt/bin/stand-in.sh"]
CMD ["standalone"]
