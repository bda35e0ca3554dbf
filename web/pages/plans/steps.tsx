import { W } from '../../words/zh-CN.ts'

/** Where in the import one is. */
export const Steps = ({ at }: { at: number }) => (
  <ol class="steps no-print">
    {W.planning.upload.steps.map((name, i) => (
      <li aria-current={i === at ? 'step' : undefined}>{name}</li>
    ))}
  </ol>
)
