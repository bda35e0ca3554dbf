/** The name under which a measure registers each act as an update, and which the timeline in the Temporal UI shows. */
export const ACT_NAMES = {
  submit: '提交佐证',
  accept: '审核通过',
  return: '退回重办',
  setDue: '确定到期日',
  remind: '催办',
  answerWait: '答复等待',
  close: '结束',
  reopen: '重开',
  extend: '申请延期',
  grantExtension: '同意延期',
  refuseExtension: '不同意延期',
  suspend: '挂账',
  resume: '恢复办理',
  undoAccept: '撤销审核',
  completeStage: '阶段性办结',
  terminate: '终止',
  restore: '恢复',
  acknowledge: '签收',
  reassign: '改派',
  progress: '反馈进展',
  givePart: '交会办意见',
  instruct: '领导批示',
} as const

export type ActType = keyof typeof ACT_NAMES
