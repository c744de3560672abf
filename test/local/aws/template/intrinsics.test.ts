import { expect, test } from '@jest/globals'
import { noLocalValue, resolve } from '../../../../local/aws/template/intrinsics.ts'

const lookup = {
  reference: (id: string) => (id === 'Alarm' ? noLocalValue : `the ${id}`),
  attribute: (id: string, name: string) => `${name} of ${id}`,
}

test.each([
  [{ Ref: 'AWS::Region' }, 'local-1'],
  [{ Ref: 'AWS::AccountId' }, '000000000000'],
  [{ Ref: 'AWS::Partition' }, 'aws'],
  [{ Ref: 'AWS::URLSuffix' }, 'localhost'],
  [{ Ref: 'Queue' }, 'the Queue'],
  [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Arn of Queue'],
  [{ 'Fn::Join': ['-', ['审核', { Ref: 'AWS::Region' }]] }, '审核-local-1'],
  [{ 'Fn::Sub': `\${Queue} and \${Queue.Arn} in \${AWS::Region}` }, 'the Queue and Arn of Queue in local-1'],
  [{ 'Fn::Select': ['1', { 'Fn::Split': [' ', { Ref: 'Queue' }] }] }, 'Queue'],
  [
    { a: [{ Ref: 'Queue' }, 1, null], b: true },
    { a: ['the Queue', 1, null], b: true },
  ],
])('%j is %j', (value, resolved) => {
  expect(resolve(value, lookup)).toEqual(resolved)
})

test.each([
  { Ref: 'Alarm' },
  { 'Fn::Join': ['', ['arn:', { Ref: 'Alarm' }]] },
  { 'Fn::Sub': `arn:\${Alarm}` },
  { 'Fn::Select': [0, { 'Fn::Split': [':', { Ref: 'Alarm' }] }] },
])('what is made with a thing that does not exist here has no value either: %j', value => {
  expect(resolve(value, lookup)).toBe(noLocalValue)
})

test('an intrinsic that is not known is refused', () => {
  expect(() => resolve({ 'Fn::If': ['Production', 1, 2] }, lookup)).toThrow(
    'Fn::If cannot be resolved locally',
  )
})
