import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { viewExactly } from '../../../functions/policy/exact-view.ts'
import { createLooseFinder, listEntries } from '../../../functions/policy/find-words.ts'
import { findStretch } from '../../../functions/policy/reading.ts'
import type { Rule } from '../../../functions/policy/rule.ts'
import { looseViews } from '../../../functions/policy/views.ts'

function ruleOf(words: string[]): Rule {
  return {
    id: 'seeds',
    category: 'X.3',
    severity: 'reject',
    words,
    patterns: [],
    blank: false,
    allow: [],
    allowPatterns: [],
    reason: { zh: '请修改。', en: 'Please change it.' },
    examples: { hit: [], miss: [] },
  }
}

const letters = fc.constantFrom(...'加架微薇信女子好a4s5ijiaw1一 ')
const words = fc.array(fc.string({ unit: letters, minLength: 2, maxLength: 5 }), { maxLength: 8 })
const text = fc.string({ unit: letters, maxLength: 50 })

test.each(looseViews.map((view, index) => [index, view] as const))(
  'in loose view %i the finder finds what looking for one word after the other finds',
  (_index, view) => {
    fc.assert(
      fc.property(words, text, (dictionary, searched) => {
        const entries = listEntries([ruleOf(dictionary)])
        const exact = viewExactly(searched)
        const found = createLooseFinder(
          view,
          entries,
        )(exact).map(hit => `${hit.start}-${hit.end} ${hit.view}`)
        expect(found.toSorted()).toEqual(findOneByOne().toSorted())

        function findOneByOne(): string[] {
          const reading = view.read(exact)
          const all: string[] = []
          for (const { word } of entries)
            for (const form of view.write(word))
              for (let begin = 0; begin + form.length <= reading.text.length; begin++) {
                if (!reading.text.startsWith(form, begin)) continue
                const stretch = findStretch(reading, begin, begin + form.length)
                const name = view.name({ view: exact, stretch, word })
                const [start, end] = [exact.starts[stretch.begin], exact.ends[stretch.end - 1]]
                if (name !== undefined) all.push(`${start}-${end} ${name}`)
              }
          return all
        }
      }),
      { numRuns: 1000 },
    )
  },
)
