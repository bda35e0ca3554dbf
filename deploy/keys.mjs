// node deploy/keys.mjs FOLDER NAMESPACE [operator…]
// The keys of a cluster: an authority for its TLS, and a token for each who may ask the Temporal server anything. Each gets a
// folder of its own, so that a container is given its own and no other. What is there stays, with less than 200 days left it
// is made anew; run it again at each start.
import { execFileSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

const [folder, namespace, ...operators] = process.argv.slice(2)
if (!folder || !namespace) throw new Error('node deploy/keys.mjs FOLDER NAMESPACE [operator…]')
const DAY = 86_400
const KEPT_DAYS = 200
const LIVES_DAYS = 400
/** Under whom each container runs (deploy/compose.yaml); as another user than root everything is one's own. */
const USERS = { authority: 0, server: 1000, worker: 10001, web: 10001, operator: 10001, proxy: 0, ui: 1000 }
const SERVER_NAME = 'temporal'
const WEB_NAMES = (process.env.DUBAN_HOSTS || 'localhost').split(/[\s,]+/).filter((name) => name !== '')

for (const name of Object.keys(USERS)) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
const at = (who, file) => join(folder, who, file)
function put(who, file, content) {
  writeFileSync(`${at(who, file)}.new`, content, { mode: 0o600 })
  renameSync(`${at(who, file)}.new`, at(who, file))
}
const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] })
const lasts = (certificate) => {
  if (!existsSync(certificate)) return false
  try {
    openssl('x509', '-in', certificate, '-noout', '-checkend', `${KEPT_DAYS * DAY}`)
    return true
  } catch {
    return false
  }
}

const [caKey, ca] = [at('authority', 'ca.key'), at('authority', 'ca.pem')]
if (!lasts(ca)) {
  // One authority for this cluster alone, ten years
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:3072',
    '-nodes',
    '-days',
    '3650',
    '-subj',
    '/CN=Duban cluster',
    '-keyout',
    caKey,
    '-out',
    ca,
  )
}
function certificate(who, file, names) {
  if (lasts(at(who, `${file}.pem`))) return
  const [key, request, extra] = [at(who, `${file}.key`), at('authority', 'request'), at('authority', 'names')]
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${names[0]}`, '-keyout', key, '-out', request)
  const alt = names.map((name) => (/^[\d.]+$|:/.test(name) ? `IP:${name}` : `DNS:${name}`)).join(',')
  writeFileSync(extra, `subjectAltName=${alt}\nextendedKeyUsage=serverAuth,clientAuth\n`)
  const sign = [
    'x509',
    '-req',
    '-in',
    request,
    '-CA',
    ca,
    '-CAkey',
    caKey,
    '-set_serial',
    `0x${randomUUID().replaceAll('-', '')}`,
  ]
  openssl(...sign, '-days', `${LIVES_DAYS}`, '-extfile', extra, '-out', at(who, `${file}.pem`))
}
certificate('server', 'server', [SERVER_NAME, 'localhost', '127.0.0.1'])
// The office's own certificate for people's browsers, where it is put there before, stays.
certificate('proxy', 'web', [...WEB_NAMES, '127.0.0.1'])
for (const who of ['server', 'worker', 'web', 'operator', 'proxy', 'ui']) put(who, 'ca.pem', readFileSync(ca))

const jwtFile = at('authority', 'jwt.key')
if (!existsSync(jwtFile)) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
  put('authority', 'jwt.key', privateKey.export({ type: 'pkcs8', format: 'pem' }))
}
const jwtKey = createPrivateKey(readFileSync(jwtFile))
const jwk = { ...createPublicKey(jwtKey).export({ format: 'jwk' }), kid: 'duban', alg: 'RS256', use: 'sig' }
put('server', 'jwks.json', JSON.stringify({ keys: [jwk] }))

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** A token of the server's default authorizer: permissions are NAMESPACE:ROLE. */
function token(sub, permissions) {
  const now = Math.floor(Date.now() / 1000)
  const said = `${part({ alg: 'RS256', typ: 'JWT', kid: 'duban' })}.${part({ sub, permissions, iat: now, exp: now + LIVES_DAYS * DAY })}`
  return `${said}.${createSign('RSA-SHA256').update(said).sign(jwtKey).toString('base64url')}`
}
const profile = (key, caFile) => `[profile.default]
address = "${SERVER_NAME}:7233"
namespace = "${namespace}"
api_key = "${key}"
[profile.default.tls]
server_ca_cert_path = "${caFile}"
server_name = "${SERVER_NAME}"
`
const inPlace = '/keys/ca.pem'
put(
  'worker',
  'temporal.toml',
  profile(token('worker', [`${namespace}:write`, 'temporal-system:read']), inPlace),
)
put('web', 'temporal.toml', profile(token('web', [`${namespace}:write`, 'temporal-system:read']), inPlace))
for (const name of ['prepare', ...operators])
  put(
    'operator',
    `${name}.toml`,
    profile(token(`operator ${name}`, [`${namespace}:admin`, 'temporal-system:admin']), inPlace),
  )
// Who is no operator any more has no key any more, from when the old one ends or the signing key is changed.
for (const file of readdirSync(join(folder, 'operator')))
  if (file.endsWith('.toml') && !['prepare', ...operators].includes(file.slice(0, -5)))
    process.stdout.write(`operator/${file}: 不在名单里；删去它，并换 authority/jwt.key，旧的才作废\n`)
// The web UI asks with what the proxy adds: a token that reads.
put(
  'proxy',
  'ui-token.conf',
  `proxy_set_header Authorization "Bearer ${token('ui', [`${namespace}:read`, 'temporal-system:read'])}";\n`,
)
if (!existsSync(at('proxy', 'operators.htpasswd'))) put('proxy', 'operators.htpasswd', '')

if (process.getuid?.() === 0)
  for (const [who, uid] of Object.entries(USERS)) {
    chownSync(join(folder, who), uid, uid)
    for (const file of readdirSync(join(folder, who)))
      if (statSync(at(who, file)).isFile()) chownSync(at(who, file), uid, uid)
  }
