import { clean, failureOf, failureText } from '../../temporal/failure.ts'
import type { Up } from '../../temporal/up.ts'
import { say } from './output.ts'

/** Whether something is settled by now, either way. */
const settled = (what: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    what.then(
      () => true,
      () => true,
    ),
    new Promise<false>((resolve) => setImmediate(() => resolve(false))),
  ])

/** Where the web UI answers, waited for where it is still being built; null: nowhere here, and why has been told. */
export async function uiAnswers({ endpoint, uiComes }: Up): Promise<string | null> {
  if (uiComes === undefined) return endpoint.uiUrl
  if (!(await settled(uiComes))) say('网页界面还在编译，好了就告诉地址…')
  try {
    return await uiComes
  } catch (error) {
    say(clean(`网页界面没有就绪，其他都在运行。${failureText(failureOf(error))}`))
    return null
  }
}
