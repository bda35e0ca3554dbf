import { orThrow, refused } from '../../../client/refusal.ts'
import { importPlan } from '../../../client/use/import-plan.ts'
import { fromEpochMs, toIsoInstant } from '../../../domain/calendar/time.ts'
import { id, list, nullable, object, text, words } from '../../../domain/fields/field.ts'
import type { WorkPlan } from '../../../domain/plan/plan.ts'
import { applyAnswers, checkAnswer, type ReviewAnswer } from '../../../domain/reading/answers.ts'
import { questionsOf } from '../../../domain/reading/questions.ts'
import { acceptedReadings, answerHistory, answersFor, keepAnswers } from '../../../records/answers.ts'
import { onPlan } from '../../plan-actor.ts'
import { answererOf } from '../../planning.ts'
import { calendarOf } from '../../uploaded.ts'
import * as answers from '../answers.ts'
import { type AskedOfPlan, planRoute, type Route } from '../route.ts'
import { draftOf, openJson } from './uploaded-plan.ts'

async function shown({ deps, plan }: AskedOfPlan, read: WorkPlan) {
  return {
    title: read.title,
    open: openJson(questionsOf(read)),
    answers: await answerHistory(deps.db, read),
    accepted: await acceptedReadings(deps.db, plan.planId),
  }
}

/** All or none: a wrong answer leaves nothing half answered. */
async function answer(asked: AskedOfPlan) {
  const { deps, plan, principal } = asked
  return onPlan(deps, asked, plan, 'import', async (actor) => {
    if (plan.phase !== 'draft')
      throw refused('PLAN_ALREADY_STARTED', `方案 ${plan.planId} 已经启动`, '要改读法，用修订后的文件 amend')
    const read = await draftOf(asked)
    const open = questionsOf(read)
    const by = answererOf(actor.unit, principal)
    const at = toIsoInstant(fromEpochMs(Date.now()))
    const said = (asked.body.answers as readonly Omit<ReviewAnswer, 'by' | 'at'>[]).map((one) => ({
      ...one,
      by,
      at,
    }))
    for (const one of said) {
      const question = open.find(({ id: key }) => key === one.id)
      if (question === undefined)
        throw refused('REVIEW_CHOICE', `没有待确认事项 ${one.id}`, '待确认的看 GET …/review')
      if (one.choice === 'issued-on')
        throw refused(
          'ISSUED_ON_NEEDS_FILE',
          '印发日期要重新读文件才能用上',
          '重新导入：POST /plans，写明 issuedOn',
        )
      orThrow(checkAnswer(question, one, read, calendarOf(deps)))
    }
    await keepAnswers(deps.db, read, said)
    const after = applyAnswers(read, await answersFor(deps.db, read), calendarOf(deps))
    await importPlan(deps.duban, plan.planId, after, { actor })
    return shown(asked, after)
  })
}

export const REVIEW: readonly Route[] = [
  planRoute({
    ...{ method: 'get', path: '/plans/{plan}/review', says: '待确认事项和答复', needs: 'all', scope: 'read' },
    answer: answers.review,
    does: async (asked) => shown(asked, await draftOf(asked)),
  }),
  planRoute({
    ...{ method: 'post', path: '/plans/{plan}/review', says: '答复待确认事项，全部采用或全不采用' },
    ...{ needs: { update: 'import' }, scope: 'act', keyed: true },
    body: {
      answers: list(
        '答复',
        object('一项', {
          id: id('问题', 300),
          choice: words('选项', 100),
          value: nullable(text('值', 2_000)),
        }),
        2_000,
      ),
    },
    answer: answers.review,
    does: answer,
  }),
]
