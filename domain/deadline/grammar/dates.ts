import type { Span } from '../rule.ts'
import type { Production } from './production.ts'
import { readSpan } from './span.ts'

const JOINER = /^(?:、|;|,|和|及|以及|\/)/
const WINDOW = /^(?:至|到|-)/

/** fixed and several: 2015年7月、12月 · 2015年7月;2016年1月 · 年底前 (rules §3, rows 1–2). */
export const dates: Production = (segment) => {
  const spans: Span[] = []
  let at = 0
  const notes: string[] = []
  for (;;) {
    const found = readSpan(segment.slice(at))
    if (!found) break
    spans.push(found.span)
    at += found.length
    const rest = segment.slice(at)
    const joiner = JOINER.exec(rest)
    if (joiner && readSpan(rest.slice(joiner[0].length))) at += joiner[0].length
    else if (/^[0-9]{1,2}月/.test(rest) && readSpan(rest)) notes.push('months-run-together')
    else break
  }
  return spans.length === 0 ? null : { rules: [{ type: 'dates', spans }], length: at, notes }
}

/** window: A至B, A-B in any dash (rules §3, row 3). Both ends inclusive. */
export const window: Production = (segment) => {
  const start = /^(?:自|从)/.exec(segment)?.[0].length ?? 0
  const from = readSpan(segment.slice(start)) ?? bareMonth(segment.slice(start))
  if (!from) return null
  const dash = WINDOW.exec(segment.slice(start + from.length))
  if (!dash) return null
  const rest = segment.slice(start + from.length + dash[0].length)
  const to = readSpan(rest) ?? bareDay(rest, from.span)
  if (!to) return null
  const length = start + from.length + dash[0].length + to.length
  const closing = /^(?:期间|止)/.exec(segment.slice(length))?.[0].length ?? 0
  return { rules: [{ type: 'window', from: from.span, to: to.span }], length: length + closing }
}

/** "7-9月": the first month stands without its 月. */
function bareMonth(text: string) {
  const match = /^((?:19|20)\d{2}年)?(\d{1,2})(?=[-至到]\d{1,2}月)/.exec(text)
  return match ? shortened(readSpan(`${match[0]}月`), match[0].length) : null
}

/** "7月1日至15日": the second day stands without its month. */
function bareDay(text: string, from: Span) {
  const match = /^(\d{1,2})[日号](?:以?前)?/.exec(text)
  return match && from.month !== null
    ? shortened(readSpan(`${from.month}月${match[0]}`), match[0].length)
    : null
}

const shortened = (found: ReturnType<typeof readSpan>, length: number) =>
  found === null ? null : { span: found.span, length }

/** startOnly: 从…起, …开始 (rules §3, row 4). */
export const start: Production = (segment) => {
  const lead = /^(?:自|从)/.exec(segment)?.[0].length ?? 0
  const found = readSpan(segment.slice(lead))
  if (!found) return null
  const tail = /^(?:开始|起|以来|以后)(?:实施|执行|启动|推进|开展)?/.exec(segment.slice(lead + found.length))
  if (!tail) return null
  return { rules: [{ type: 'start', from: found.span }], length: lead + found.length + tail[0].length }
}
