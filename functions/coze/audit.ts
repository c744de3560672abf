/** Coze's audit states (docs.coze.cn agent_callback_messages): 审核中, 通过, 拒绝. */
export const auditStatus = { inReview: 1, approved: 2, rejected: 3 } as const

/** What Coze is told of a bot, in an answer to a callback and in a report alike. The developer reads `reason` on 3. */
export type Audit =
  | { audit_status: typeof auditStatus.inReview }
  | { audit_status: typeof auditStatus.approved }
  | { audit_status: typeof auditStatus.rejected; reason: string }
