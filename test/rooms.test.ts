import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..')
const doors = ['functions/alarm-robot', 'functions/callback', 'functions/moderation', 'functions/watch']

type Import = { from: string; to: string; typeOnly: boolean }

/** Every import of one project file by another, as paths from the root. */
const imports = ['functions', 'infra', 'local', 'operator']
  .flatMap(folder => globSync(`${folder}/**/*.ts`, { cwd: root }))
  .flatMap(readImports)

function readImports(from: string): Import[] {
  const source = readFileSync(join(root, from), 'utf8')
  const statements = source.matchAll(/^(import|export)( type)?\b[^'";]*?['"](\.[^'"]+)['"]/gm)
  return [...statements].map(([, , typeOnly, path = '']) => ({
    from,
    to: relative(root, join(root, dirname(from), path)),
    typeOnly: typeOnly !== undefined,
  }))
}

const isIn = (folder: string) => (path: string) => path.startsWith(`${folder}/`)
const isDoor = (path: string) => doors.some(door => isIn(door)(path))
const isRoom = (path: string) => /^functions\/[a-z-]+\//.test(path) && !isDoor(path)

/** The imports that break a rule, readable in the failure. */
function findBreaches(breaks: (edge: Import) => boolean): string[] {
  return imports.filter(breaks).map(({ from, to }) => `${from} imports ${to}`)
}

test('the imports of the project are found', () => {
  expect(imports.length).toBeGreaterThan(50)
  expect(imports).toContainEqual({
    from: 'functions/callback/handler.ts',
    to: 'functions/callback/receive-callback.ts',
    typeOnly: false,
  })
})

test('functions import nothing from outside functions', () => {
  expect(findBreaches(({ from, to }) => isIn('functions')(from) && !isIn('functions')(to))).toEqual([])
})

test('a room imports no other room and no door, nor what imports anything itself', () => {
  const importers = new Set(imports.map(({ from }) => from))
  const isFree = (path: string) => dirname(path) === 'functions' && !importers.has(path)
  expect(
    findBreaches(({ from, to }) => isRoom(from) && dirname(from) !== dirname(to) && !isFree(to)),
  ).toEqual([])
})

test('doors do not import each other', () => {
  expect(findBreaches(({ from, to }) => isDoor(from) && isDoor(to) && dirname(from) !== dirname(to))).toEqual(
    [],
  )
})

test('what doors share imports no door', () => {
  expect(findBreaches(({ from, to }) => dirname(from) === 'functions' && isDoor(to))).toEqual([])
})

test('infra takes from the functions their settings as types, and the checks of policy and moderators', () => {
  const checks = ['functions/policy/read-policy.ts', 'functions/moderators/settings.ts']
  const isAllowed = ({ to, typeOnly }: Import) =>
    (typeOnly && to.endsWith('/settings.ts')) || checks.includes(to)
  expect(
    findBreaches(edge => isIn('infra')(edge.from) && isIn('functions')(edge.to) && !isAllowed(edge)),
  ).toEqual([])
})

test('the local channel and the operator import rooms, never doors', () => {
  const isOutside = (path: string) => isIn('local')(path) || isIn('operator')(path)
  expect(findBreaches(({ from, to }) => isOutside(from) && isDoor(to))).toEqual([])
})

test('the operator knows the local channel in one place, and of infra the name of the stack', () => {
  const isAllowed = ({ from, to }: Import) =>
    (from === 'operator/channel/connect-local.ts' && isIn('local')(to)) || to === 'infra/stack-name.ts'
  const leavesRoom = ({ from, to }: Import) =>
    isIn('operator')(from) && (isIn('local')(to) || isIn('infra')(to))
  expect(findBreaches(edge => leavesRoom(edge) && !isAllowed(edge))).toEqual([])
})

test('the environment is read in the handlers alone', () => {
  const readers = globSync('functions/**/*.ts', { cwd: root }).filter(path =>
    readFileSync(join(root, path), 'utf8').includes('process.env'),
  )
  const handlers = doors.map(door => `${door}/handler.ts`)
  expect(readers.toSorted()).toEqual(handlers.toSorted())
})

test('only one file knows DynamoDB, one SQS, and one fetches from Coze, one from models, one from a robot', () => {
  const using = (word: string) =>
    globSync('functions/*/*.ts', { cwd: root }).filter(
      path => !path.endsWith('handler.ts') && readFileSync(join(root, path), 'utf8').includes(word),
    )
  expect(using('@aws-sdk/util-dynamodb')).toEqual(['functions/reviews/table.ts'])
  expect(using('@aws-sdk/client-sqs')).toEqual(['functions/task/task-queue.ts'])
  expect(using('fetch(').toSorted()).toEqual([
    'functions/alarm-robot/tell-robot.ts',
    'functions/coze/client.ts',
    'functions/moderators/post-json.ts',
  ])
})
