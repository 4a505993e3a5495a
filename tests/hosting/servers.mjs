/**
 * Starts the real nginx, Caddy and Apache with the settings of dist/servers/ as they are shipped, each inside a site of
 * its own that has other rules and other files, as an operator's has. Each runs on a free port of this computer, as root or
 * not, and leaves nothing behind.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, closeSync, cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ROOT } from "../browser/facts.mjs";

const DIST = join(ROOT, "dist");
const SETTINGS = join(DIST, "servers");

/** Where the folder lies in the site, as the settings say it. */
const FOLDER = "wegwijzer";

const ROOTED = process.getuid?.() === 0;

/** What a server that has not started after so long will not do. */
const PATIENCE = 20_000;

/**
 * How to run each server. `files` are written before it starts; `folder` holds them, `site` is the operator's site.
 *
 * @type {Record<string, {programs: string[], arguments: (folder: string) => string[],
 *   files: (folder: string, site: string, port: number) => Record<string, string>}>}
 */
const SERVERS = {
  nginx: {
    programs: ["nginx"],
    arguments: (folder) => ["-e", "stderr", "-p", folder, "-c", join(folder, "nginx.conf")],
    // The site compresses, and has a rule of its own for scripts: the settings must hold beside that.
    files: (folder, site, port) => ({
      "nginx.conf": `
        daemon off;
        ${ROOTED ? "user root;" : ""}
        pid ${folder}/pid;
        error_log stderr;
        events { }
        http {
          access_log ${folder}/access.log;
          client_body_temp_path ${folder}/body;
          proxy_temp_path ${folder}/proxy;
          fastcgi_temp_path ${folder}/fastcgi;
          uwsgi_temp_path ${folder}/uwsgi;
          scgi_temp_path ${folder}/scgi;
          gzip on;
          gzip_types *;
          gzip_min_length 1;
          include ${SETTINGS}/nginx.http.conf;
          server {
            listen 127.0.0.1:${port};
            root ${site};
            add_header Set-Cookie "of=the-site";
            location ~ \\.(js|css|html)$ { expires 30d; }
            include ${SETTINGS}/nginx.location.conf;
          }
        }`,
    }),
  },
  caddy: {
    programs: ["caddy"],
    arguments: (folder) => ["run", "--adapter", "caddyfile", "--config", join(folder, "Caddyfile")],
    files: (folder, site, port) => ({
      Caddyfile: `{
          admin off
          auto_https off
        }
        http://127.0.0.1:${port} {
          bind 127.0.0.1
          root * ${site}
          encode gzip
          import ${SETTINGS}/Caddyfile
          handle {
            file_server
          }
        }`,
    }),
  },
  apache: {
    programs: ["apache2", "httpd"],
    arguments: (folder) => ["-D", "FOREGROUND", "-f", join(folder, "httpd.conf")],
    files: (folder, site, port) => {
      const modules = ["mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "filter", "deflate", "unixd"];
      const places = ["/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules"];
      const place = places.find(existsSync);
      if (!place) throw new Error(`the modules of Apache were expected in one of ${places.join(", ")}`);
      // What is not there is built in.
      const there = modules.filter((name) => existsSync(`${place}/mod_${name}.so`));
      const loads = there.map((name) => `LoadModule ${name}_module ${place}/mod_${name}.so`);
      return {
        // Types as Debian's list has them: it calls a .gz file an archive.
        "mime.types": "text/html html\ntext/css css\napplication/gzip gz\napplication/javascript js\n",
        "httpd.conf": `
          ${loads.join("\n")}
          ServerRoot ${folder}
          ServerName 127.0.0.1
          Listen 127.0.0.1:${port}
          DefaultRuntimeDir ${folder}
          PidFile ${folder}/pid
          ErrorLog /dev/stderr
          TypesConfig ${folder}/mime.types
          DocumentRoot ${site}
          DirectoryIndex index.html
          ${ROOTED ? "User nobody\nGroup #65534" : ""}
          StartServers 1
          ServerLimit 1
          ThreadsPerChild 8
          MaxRequestWorkers 8
          SetOutputFilter DEFLATE
          <Directory ${site}>
            Require all granted
            AllowOverride FileInfo
          </Directory>`,
      };
    },
  },
};

export const NAMES = Object.keys(SERVERS);

/**
 * Starts a server.
 *
 * @param {string} name One of NAMES.
 * @returns {Promise<{url: string, port: number, logged: () => string, close: () => Promise<void>}>} `url` is that of the folder
 *   of Wegwijzer and ends in a slash; `logged` is the access log of the site.
 */
export async function start(name) {
  const { programs, arguments: argumentsOf, files } = SERVERS[name];
  const program = programs.map(find).find(Boolean);
  if (!program) throw new Error(`${programs.join(" or ")} is missing: cargo xtask setup installs it`);
  // In the system's folder, where a server that has given up being root can still read it.
  const folder = mkdtempSync(join(tmpdir(), `wegwijzer-${name}-`));
  chmodSync(folder, 0o755);
  const site = join(folder, "site");
  cpSync(DIST, join(site, FOLDER), { recursive: true });
  cpSync(join(SETTINGS, "apache.htaccess"), join(site, FOLDER, ".htaccess"));
  writeFileSync(join(folder, "secret.txt"), "not in the site");
  const token = randomUUID();
  writeFileSync(join(site, "token.txt"), token);

  try {
    // A free port may be taken by another before the server has it.
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      for (const [file, text] of Object.entries(files(folder, site, port))) writeFileSync(join(folder, file), text);
      // Caddy keeps what it remembers below HOME. What they say goes to a file, because Apache opens it by name.
      const said = openSync(join(folder, "said.log"), "w");
      const stdio = ["ignore", said, said];
      const child = spawn(program, argumentsOf(folder), { cwd: folder, env: { ...process.env, HOME: folder }, stdio });
      closeSync(said);
      const ended = new Promise((resolve) => child.once("close", resolve).once("error", resolve));
      const stop = () => (child.kill("SIGTERM"), ended);
      if (await answers(`http://127.0.0.1:${port}/token.txt`, token, ended)) {
        const kill = () => child.kill("SIGKILL");
        process.once("exit", kill);
        return {
          url: `http://127.0.0.1:${port}/${FOLDER}/`,
          port,
          logged: () => (existsSync(join(folder, "access.log")) ? readFileSync(join(folder, "access.log"), "utf8") : ""),
          close: async () => {
            await stop();
            process.off("exit", kill);
            rmSync(folder, { recursive: true });
          },
        };
      }
      await stop();
      const text = readFileSync(join(folder, "said.log"), "utf8");
      if (attempt === 5 || !/in use/i.test(text)) throw new Error(`${program} was expected to start, and said:\n${text}`);
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Servers lie in folders that are not on everyone's PATH. */
function find(program) {
  const folders = [...process.env.PATH.split(delimiter), "/usr/local/sbin", "/usr/sbin", "/sbin"];
  return folders.map((folder) => join(folder, program)).find(existsSync);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Whether our own server, known by its token, answers before it ends. */
async function answers(url, token, ended) {
  const late = Date.now() + PATIENCE;
  let running = true;
  ended.then(() => (running = false));
  while (running && Date.now() < late) {
    const text = await fetch(url).then((response) => response.text()).catch(() => "");
    if (text === token) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
