import type { Peers } from './install.ts'
import { type Answer, askAll, type Parser } from './parsers.ts'
import { publicWordings, type Wording } from './wordings.ts'

type Grade = 'right' | 'wrong' | 'none'

/**
 * Generous to whoever offers several days: right when the wanted ones are among them. Of an event no day can be known,
 * so naming one is wrong and naming none is right; of what comes again it is right to say that it does.
 */
export function grade({ kind, days }: Wording, answer: Answer): Grade {
  const named = answer.days.size > 0
  switch (kind) {
    case 'day':
    case 'span':
      if (!named) return 'none'
      return days.every((one) => answer.days.has(one)) ? 'right' : 'wrong'
    case 'recurring':
      if (answer.recurring) return 'right'
      return named ? 'wrong' : 'none'
    default:
      return named ? 'wrong' : 'right'
  }
}

const KINDS = [
  ['day', 'a day'],
  ['span', 'from … to'],
  ['recurring', 'comes again'],
  ['event', 'after an event'],
  ['none', 'no deadline'],
] as const

/** Deadlines of public documents: Duban beside parsers that were made for any text. */
export function deadlines(peers: Peers): string {
  const { wordings, leftOut } = publicWordings()
  const parsers = askAll(peers, wordings)
  const ours = parsers[0]?.rate ?? 1
  const count = (parser: Parser, kind: Wording['kind'], wanted: Grade) =>
    wordings.filter((w, i) => w.kind === kind && grade(w, parser.answers[i] as Answer) === wanted).length
  const head = KINDS.map(([kind, name]) => `${name} (${wordings.filter((w) => w.kind === kind).length})`)
  return [
    `${wordings.length} wordings of public documents, ${leftOut} left out; right / wrong / no answer`,
    '',
    `| | ${head.join(' | ')} | wordings a CPU second, Duban = 1 |`,
    `| --- |${' --- |'.repeat(KINDS.length + 1)}`,
    ...parsers.map((parser) => {
      const cells = KINDS.map(([kind]) =>
        (['right', 'wrong', 'none'] as const).map((wanted) => count(parser, kind, wanted)).join(' / '),
      )
      return `| ${parser.name} | ${cells.join(' | ')} | ${(parser.rate / ours).toFixed(2)} |`
    }),
  ].join('\n')
}
