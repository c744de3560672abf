import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { readBotProfile } from '../../../functions/coze/bot-profile.ts'

test('every text field of a profile is read, under the name the policy knows', () => {
  const profile = readBotProfile({
    bot_id: '42',
    name: '名称',
    description: '描述',
    icon_url: 'https://example.invalid/icon.png',
    version: '1718609571001',
    bot_mode: 0,
    owner_user_id: '7',
    prompt_info: { prompt: '提示词', prefix_prompt_info: { prefix_prompt: '前缀', dynamic_prompt: '动态' } },
    onboarding_info: { prologue: '开场白', suggested_questions: ['问题一', '问题二'] },
    shortcut_commands: [{ id: '1', name: '指令', description: '指令描述', query_template: '模板' }],
    plugin_info_list: [
      {
        plugin_id: '2',
        name: '插件',
        description: '插件描述',
        icon_url: 'https://example.invalid/p.png',
        api_info_list: [{ api_id: '3', name: '工具', description: '工具描述' }],
      },
    ],
    workflow_info_list: [{ workflow_id: '4', name: '工作流', description: '工作流描述' }],
    knowledge: { knowledge_infos: [{ id: '5', name: '知识库' }] },
    variables: [{ keyword: '变量', description: '变量描述', default_value: '默认值' }],
    background_image_info: { web_background_image: { image_url: 'https://example.invalid/b.png' } },
  })
  expect(profile.version).toBe('1718609571001')
  expect(profile.texts.map(({ field, text }) => `${field}: ${text}`)).toEqual([
    'name: 名称',
    'description: 描述',
    'prompt: 提示词',
    'prompt: 前缀',
    'prompt: 动态',
    'shortcut_commands: 指令',
    'shortcut_commands: 指令描述',
    'shortcut_commands: 模板',
    'plugins: 插件',
    'plugins: 插件描述',
    'plugins: 工具',
    'plugins: 工具描述',
    'workflows: 工作流',
    'workflows: 工作流描述',
    'knowledge: 知识库',
    'variables: 变量',
    'variables: 变量描述',
    'variables: 默认值',
    'prologue: 开场白',
    'suggested_questions: 问题一',
    'suggested_questions: 问题二',
  ])
})

test('a text that moved deeper or changed its name is found all the same', () => {
  expect(readBotProfile({ prompt_info: { v2: [{ body: '提示词' }] } }).texts).toEqual([
    { field: 'prompt', text: '提示词' },
  ])
})

test('an empty profile has no texts', () => {
  expect(readBotProfile({})).toEqual({ version: '', texts: [] })
})

test('whatever Coze answers, reading it does not fail', () => {
  fc.assert(
    fc.property(fc.jsonValue(), data => {
      expect(readBotProfile(data).texts).toBeInstanceOf(Array)
    }),
  )
})
