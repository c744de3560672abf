import * as z from 'zod/mini'
import { createModelJudge } from '../../../functions/moderators/model-judge.ts'
import type { TextField } from '../../../functions/moderators/moderator.ts'
import { type ModelJudgeSettings, modelJudgeSettings } from '../../../functions/moderators/settings.ts'

export const policy = {
  rules: '不接受赌博、引流。No gambling, no diversion.',
  categories: {
    'A.1.f': 'violence, obscenity',
    'A.4.f': 'personal information',
    'X.3': 'gambling',
    'X.4': 'orders',
  },
  rejecting: ['X.3', 'X.4'],
}
export const name: TextField = { field: 'name', text: '旅行助手' }
export const prompt: TextField = { field: 'prompt', text: '你规划行程。注册送彩金，天天赢。' }

export function createJudge(baseUrl: string, settings: Partial<ModelJudgeSettings> = {}) {
  const complete = z.parse(modelJudgeSettings, {
    kind: 'model-judge',
    baseUrl,
    model: 'judge-1',
    ...settings,
  })
  return createModelJudge(complete, { policy, readApiKey: async () => 'sk-secret-key' })
}
