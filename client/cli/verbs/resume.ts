import { basename } from 'node:path'
import type { Command } from 'commander'
import { sha256Of } from '../../../records/blobs.ts'
import { namedBlobs } from '../../../records/check-blobs.ts'
import { refused } from '../../refusal.ts'
import { readEvidence } from '../../use/evidence.ts'
import { type Resumed, resume, toResume } from '../../use/resume.ts'
import { formatOf, withOutput } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { print } from '../output.ts'
import { withDuban } from '../session.ts'

/** Getting going again what stopped, and putting back evidence files. */
export function resumeVerbs(records: Command): void {
  withOutput(
    records
      .command('resume [workflow...]')
      .description(
        '让停住的工作流接着办：卡在某个消息上的，在网页界面里被取消、终止、重置、删除的，都按台账重新开始',
      )
      .option('--all', '核对查出的全部')
      .option('--dry-run', '只看，不改')
      .option('--without-messages', '停住时还没有办的消息不再发给它（仍会列出来）')
      .option('--force', '没有停住的也按台账重新开始'),
    'npx duban records resume mz2015-3.6\n  npx duban records resume --all --dry-run',
  ).action((given: string[], o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        if (given.length === 0 && o.all !== true)
          throw refused('USAGE', '没有写是哪个工作流', '写它的编号（records check 会列出），或加 --all')
        const options = {
          dryRun: o.dryRun === true,
          force: o.force === true,
          withoutMessages: o.withoutMessages === true,
        }
        const resumed: Resumed[] = []
        for (const where of o.all === true ? await toResume(duban) : given)
          resumed.push(await resume(duban, where, options))
        print(formatOf(o), { dryRun: options.dryRun, resumed }, () => text(resumed, options.dryRun))
        return EXIT.ok
      }),
    ),
  )
  withOutput(
    records
      .command('put-file <file...>')
      .description('把佐证文件放回原处：丢失或损坏的，按内容认出；台账里没有的不收'),
    'npx duban records put-file 公开情况.pdf',
  ).action((files: string[], o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const named = await namedBlobs(duban.db)
        const all = files.map((path) => ({ path, bytes: readEvidence(path) }))
        for (const { path, bytes } of all)
          if (!named.has(sha256Of(bytes)))
            throw refused(
              'BLOB_NOT_FOUND',
              `台账里没有内容和 ${path} 一样的佐证文件`,
              '要原来的那一份，一个字节都不能差；新的材料用 evidence submit 提交',
            )
        const put = all.map(({ path, bytes }) => ({ file: basename(path), sha256: duban.blobs.put(bytes) }))
        print(formatOf(o), put, () => put.map((one) => `${one.file} 已放回（${one.sha256}）`).join('\n'))
        return EXIT.ok
      }),
    ),
  )
}

function text(resumed: readonly Resumed[], dryRun: boolean): string {
  if (resumed.length === 0) return '没有停住的工作流'
  return resumed
    .flatMap(({ where, found, from, sent, leftOut, events, ended }) => [
      `${where}：${found}；${dryRun ? '将' : '已'}${ended ? '中止' : from === null ? '启动' : `按台账第 ${from} 条以后的现状重新开始`}`,
      ...(events > 0 ? [`  方案的事件重新告知 ${events} 次`] : []),
      ...sent.map((one) => `  ${dryRun ? '将重发' : '已重发'} ${one}`),
      ...leftOut.map((one) => `  没有重发 ${one}`),
    ])
    .join('\n')
}
