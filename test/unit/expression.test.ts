import type { IExecuteFunctions } from 'n8n-workflow';
import { differsPerItem, draggedField, isExpression } from '../../nodes/runtime/fields/expression';

const context = (value: unknown) =>
  ({ getNode: () => ({ parameters: { p: value } }) }) as unknown as IExecuteFunctions;

describe('what differs from item to item', () => {
  it.each([
    ['plain text', 'phone', false, false],
    ['an expression of the item', '={{ $json.a + 1 }}', true, true],
    ['a locator with an expression', { __rl: true, value: '={{ $json.task }}' }, true, true],
    ['the first item of another node', "={{ $('Create Task').first().json.taskId }}", true, false],
    [
      'the same in a locator',
      { __rl: true, value: '={{ $("A b").last().json["x y"].z }}' },
      true,
      false,
    ],
    ['something more than that', "={{ $('A').first().json.x + $json.y }}", true, true],
    [
      'what is made of the first items',
      "={{ $('A').first().json.x + $input.first().json.y }}:00",
      true,
      false,
    ],
    ['an item by its place', "={{ $('A').first().json.list[$itemIndex] }}", true, true],
    ['an item of the input', '={{ $input.item.json.x }}', true, true],
    ['the paired item of another node', "={{ $('A').item.json.x }}", true, true],
  ])('%s', (_, value, expression, perItem) => {
    expect(isExpression(context(value), 'p')).toBe(expression);
    expect(differsPerItem(context(value), 'p')).toBe(perItem);
  });
});

describe('a dragged field', () => {
  it.each([
    ['={{ $json.phone }}', ['phone']],
    ['={{$json.customer.phone}}', ['customer', 'phone']],
    ['={{ $json["phone number"] }}', ['phone number']],
    ["={{ $json['a'].b }}", ['a', 'b']],
    ['={{ $json.phone.trim() }}', undefined],
    ['={{ $json.list[0] }}', undefined],
    ['={{ $json.a }}{{ $json.b }}', undefined],
    ['phone', undefined],
  ])('%s names %j', (value, path) => {
    expect(draggedField(value)).toEqual(path);
  });
});
