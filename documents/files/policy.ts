import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml'
import type * as z from 'zod'
import { ok, type Refusal, type Result, refuse } from '../../domain/basics/result.ts'
import type { SupervisionPolicy } from '../../domain/policy/policy.ts'
import { asWritten, POLICY_FILE } from './policy-schema.ts'
import { readText } from './text-file.ts'

const FOLDER = fileURLToPath(new URL('../../seeds/policies', import.meta.url))
/** A policy is a page; anything much longer is another file. */
const MOST_BYTES = 64 * 1024

/** Names of the policies that come with Duban. */
export const shippedPolicies = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort()

export const shippedText = (name: string): string => readFileSync(join(FOLDER, `${name}.yaml`), 'utf8')

const invalid = (file: string, problems: readonly string[]) =>
  refuse('POLICY_INVALID', `${file} 不能用作督办规则：\n${problems.map((p) => `  ${p}`).join('\n')}`, {
    remedy: '对照 npx duban policy show san-se 改正',
    fields: { file, problems },
  })

/** Where in the text a path of keys stands; for a missing key, where its parent does. */
function placeOf(document: Document, lines: LineCounter, path: readonly PropertyKey[], key?: string): string {
  for (let n = path.length; n >= 0; n -= 1) {
    const node = n === 0 ? document.contents : document.getIn(path.slice(0, n), true)
    if (!isNode(node) || !node.range) continue
    const pair =
      n === path.length && key !== undefined && isMap(node)
        ? node.items.find((item) => isPair(item) && String(item.key) === key)
        : undefined
    const named = pair?.key
    const range = isNode(named) && named.range ? named.range : node.range
    // The root begins at the first key, after the comments: a key that is missing is missing in the whole file.
    return n === 0 && pair === undefined && isCollection(node) ? '' : `第 ${lines.linePos(range[0]).line} 行 `
  }
  return ''
}

const named = (path: readonly PropertyKey[]) =>
  path.map((part) => (typeof part === 'number' ? `第 ${part + 1} 项` : String(part))).join('·')

function problemOf(document: Document, lines: LineCounter, issue: z.core.$ZodIssue): readonly string[] {
  const { path } = issue
  if (path.length === 0 && issue.code === 'invalid_type') return ['应为“项目: 值”一行一项的文件']
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) => `${placeOf(document, lines, path, key)}${named([...path, key])}：没有这一项`,
    )
  const missing = issue.code === 'invalid_type' && document.getIn(path) === undefined
  return [`${placeOf(document, lines, path)}${named(path)}：${missing ? '缺少这一项' : issue.message}`]
}

/** `3.10` without quotes is the number 3.1: the wrong measure would get the rules. */
function bareNumbers(document: Document, lines: LineCounter): readonly string[] {
  const single = document.get('措施')
  if (!isMap(single)) return []
  return single.items.flatMap(({ key }) =>
    isScalar(key) && typeof key.value !== 'string'
      ? [
          `第 ${lines.linePos(key.range?.[0] ?? 0).line} 行 措施·${key.source}：编号要加引号，写成 "${key.source}"`,
        ]
      : [],
  )
}

/** References (`*a`) can grow without bound; a page of rules needs none. */
function references(document: Document, lines: LineCounter): readonly string[] {
  const found: string[] = []
  visit(document, {
    Alias: (_, alias) => {
      found.push(`第 ${lines.linePos(alias.range?.[0] ?? 0).line} 行：不能用引用（*${alias.source}），请写全`)
    },
  })
  return found.slice(0, 5)
}

/**
 * Reads a 督办规则 from YAML text. Errors: POLICY_INVALID, each problem with its line and the key as written.
 * @param file its name, for the error
 */
export function parsePolicy(text: string, file: string): Result<SupervisionPolicy, Refusal> {
  if (Buffer.byteLength(text) > MOST_BYTES) return invalid(file, [`超过 ${MOST_BYTES / 1024} KB`])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  if (document.errors.length > 0)
    return invalid(
      file,
      document.errors.map((error) => {
        const twice = error.code === 'DUPLICATE_KEY'
        const { line, col } = lines.linePos(error.pos[0])
        return twice
          ? `第 ${line} 行：同一项写了两次`
          : `第 ${line} 行第 ${col} 字：不是 YAML（${error.code}）`
      }),
    )
  const unusable = [...references(document, lines), ...bareNumbers(document, lines)]
  if (unusable.length > 0) return invalid(file, unusable)
  const read = POLICY_FILE.safeParse(document.toJS())
  if (read.success) return ok(read.data)
  return invalid(
    file,
    read.error.issues.flatMap((issue) => problemOf(document, lines, issue)),
  )
}

/** The policy as a file that `parsePolicy` reads again. */
export const policyText = (policy: SupervisionPolicy): string =>
  new Document(JSON.parse(JSON.stringify(asWritten(policy)))).toString({ lineWidth: 100 })

/**
 * A policy by the name of one that is shipped, or from a file. Errors: POLICY_NOT_FOUND, POLICY_INVALID.
 * @example loadPolicy('ji-jian') · loadPolicy('我们的规则.yaml')
 */
export function loadPolicy(nameOrFile: string): Result<SupervisionPolicy, Refusal> {
  const shipped = shippedPolicies()
  if (shipped.includes(nameOrFile)) return parsePolicy(shippedText(nameOrFile), `${nameOrFile}.yaml`)
  if (!existsSync(nameOrFile))
    return refuse('POLICY_NOT_FOUND', `没有督办规则“${nameOrFile}”，也没有这个文件`, {
      remedy: `随程序的有 ${shipped.join('、')}；自己的写文件路径`,
    })
  const text = readText(nameOrFile, '督办规则')
  return text.ok ? parsePolicy(text.value, basename(nameOrFile)) : text
}
