import { expect, test } from '@jest/globals'
import { chooseApps } from '../../../operator/setup/choose-apps.ts'

const here = 'https://here.example.com/callback'
const app = (id: string, connectorId: string, callbackUrl = '') => ({
  id,
  connectorId,
  callbackUrl,
  verifyToken: id,
})
const apps = [
  app('71', '7'),
  app('81', '8', here),
  app('82', '8', here),
  app('91', '9', 'https://live.example.com'),
]

const choose = (wanted: { connectorId?: string; appId?: string }, from = apps) =>
  chooseApps(from, { callbackUrl: here, connectorId: undefined, appId: undefined, ...wanted }).map(
    ({ id }) => id,
  )

test('all that send here are chosen, without any name', () => {
  expect(choose({})).toEqual(['81', '82'])
  expect(choose({ connectorId: '8' })).toEqual(['81', '82'])
})

test('the only app of a channel is chosen while it sends nowhere', () => {
  expect(choose({ connectorId: '7' })).toEqual(['71'])
})

test('where a channel has none, one is to be created', () => {
  expect(choose({ connectorId: '6' })).toEqual([''])
})

test('one that sends elsewhere is chosen by its name only', () => {
  expect(choose({ connectorId: '9', appId: '91' })).toEqual(['91'])
  expect(() => choose({ connectorId: '9' })).toThrow('91 (https://live.example.com). Choose with --app')
})

test('one of another channel is refused', () => {
  expect(() => choose({ connectorId: '7', appId: '91' })).toThrow('callback app 91 is of channel 9, not of 7')
})
