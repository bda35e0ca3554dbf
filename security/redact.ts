/** Fields whose value never belongs into a log, at the top of a line's data or one or two levels down. */
const NAMES = [
  'apiKey',
  'api_key',
  'authorization',
  'Authorization',
  'clientCertPair',
  'cookie',
  'credentials',
  'key_data',
  'password',
  'privateKey',
  'secret',
  'token',
]
export const REDACT_PATHS = NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
export const HIDDEN = '（已隐去）'

/** Environment variables that hold a secret themselves (others hold the path of one). */
const SECRETS_IN_ENV =
  /^(?:TEMPORAL_API_KEY|TEMPORAL_TLS_CLIENT_KEY_DATA|TEMPORAL_GRPC_META_.*|DUBAN_.*(?:TOKEN|PASSWORD|SECRET).*|PGPASSWORD|OTEL_EXPORTER_OTLP_.*HEADERS)$/
const SHORTEST = 8

/** Secrets of an environment, as they would appear in a line of JSON. */
export const secretsOf = (env: NodeJS.ProcessEnv): readonly string[] =>
  Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value.length >= SHORTEST && SECRETS_IN_ENV.test(name)
      ? [...new Set([value, JSON.stringify(value).slice(1, -1)])]
      : [],
  )

/** The password of a URL, also one with an @ or a slash in it. */
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@"'`]*):[^\s"'`]*@/gi
const QUERY_SECRET = /([?&](?:password|token|api_?key|secret|access_token)=)[^\s&"'`]+/gi
const KEYWORD_PASSWORD = /\b(password\s*=\s*)(?!（)[^\s"'`]+/gi
const BEARER = /\b(Bearer|Basic) +[A-Za-z0-9._~+/=-]{6,}/gi
const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g

/**
 * A text without what looks like a secret: passwords in connection URLs and query strings, bearer tokens, private
 * keys, and the given values wherever they stand. For text whose writer is not ours: error messages of drivers, lines
 * of logs.
 */
export const redactor = (secrets: readonly string[]): ((text: string) => string) => {
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length)
  return (text) => {
    let clean = text
    for (const secret of longestFirst) clean = clean.replaceAll(secret, HIDDEN)
    return clean
      .replace(URL_PASSWORD, `$1:${HIDDEN}@`)
      .replace(QUERY_SECRET, `$1${HIDDEN}`)
      .replace(KEYWORD_PASSWORD, `$1${HIDDEN}`)
      .replace(BEARER, `$1 ${HIDDEN}`)
      .replace(PEM, HIDDEN)
  }
}
