import type { IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../../../../basics/invalid-input';
import { handOver } from '../../../../sending/hand-over';
import { sameForAll } from '../../../../runtime/fields/expression';
import { locatorValue } from '../../../../runtime/fields/locator';
import type { BatchOperation } from '../../../../runtime/operation/operation';
import { wholeNumber } from '../../../../runtime/fields/option-values';
import { rememberedName, runMemory } from '../../../../sending/run-memory';
import { callingTask, type NewTask } from '../../../resources/create-task';
import { VENDOR } from '../../../client/credential';
import { accountZone, moreFields, requiredText, timeout, timeSpan } from '../../../panel/fields';
import {
  AT_ONCE,
  NAMED_TASK_WORDS,
  taskCreator,
  type TaskCreator,
} from '../../../resources/named-task';
import { contactRulesFor, contactWriter } from './contact-data';
import { createTaskFields } from './create.fields';
import { clock } from '../../../../runtime/clock';
import { handoverOptions } from '../../../../runtime/rows/handover-options';

const REPEAT_BOUNDS = { least: 0, most: 100_000 };

/** Task: Create with its contacts (docs/vendors/airudder.md, A1). */
export const createTask: BatchOperation = {
  name: 'Create',
  value: 'create',
  action: 'Create task',
  description:
    'Create a calling task with all incoming items as its contacts: this places real calls',
  fields: createTaskFields,
  async runAll(context) {
    const options = handoverOptions(context);
    const zone = await accountZone(context);
    const nameOf = rememberedName(
      runMemory(context),
      sameForAll(context, 'taskName', (itemIndex) =>
        requiredText(context, 'taskName', 'Task Name', itemIndex, 'Give the task a name.'),
      ),
    );
    const { contactIdKey, write } = contactWriter(context);
    const creators: TaskCreator[] = [];
    const items = await handOver(context, options, {
      vendor: VENDOR,
      rules: contactRulesFor(context),
      targetOf: nameOf,
      dialTimes(_taskName, [{ itemIndex }]) {
        const { startMs, endMs } = timeSpan(context, itemIndex);
        return { from: startMs, until: endMs, zone };
      },
      open(taskName, [first], memory) {
        const task = callingTask(context, newTask(context, first.itemIndex, taskName), {
          zone,
          contactData: write,
          contactIdKey,
          timeoutMs: timeout.milliseconds(options),
        });
        const creator = taskCreator(context, task, memory);
        creators.push(creator);
        return creator;
      },
      wouldSend: write,
      ...AT_ONCE,
      words: {
        ...NAMED_TASK_WORDS,
        unknown:
          'Look the task up in the AIRUDDER console, or with Task: Get, before you send them again.',
      },
    });
    const unpaired = creators.flatMap((creator) => creator.unpaired());
    if (unpaired.length > 0) {
      context.addExecutionHints({
        message: `AIRUDDER rejected ${unpaired.length} contacts without saying which in a way that fits a row. Its own list: ${JSON.stringify(unpaired).slice(0, 2000)}`,
        type: 'warning',
      });
    }
    return items;
  },
};

function newTask(context: IExecuteFunctions, itemIndex: number, taskName: string): NewTask {
  const { startMs, endMs } = timeSpan(context, itemIndex);
  if (endMs <= clock().now()) {
    throw new InvalidInput('"End" lies in the past', 'The task would never call anybody.');
  }
  const number = (name: string, displayName: string, byDefault: number) =>
    wholeNumber(
      { [name]: context.getNodeParameter(name, itemIndex, byDefault) as number },
      name,
      displayName,
      { ...REPEAT_BOUNDS, byDefault },
    );
  return {
    taskName,
    robotMethod: String(context.getNodeParameter('robotMethod', itemIndex, 'single')),
    robotId: locatorValue(context, 'robot', 'Robot', itemIndex),
    sipLine: locatorValue(context, 'sipLine', 'SIP Line', itemIndex),
    startMs,
    endMs,
    repeatInterval: number('repeatInterval', 'Repeat Interval', 10),
    repeatNumber: number('repeatNumber', 'Repeat Number', 1),
    more: moreFields(handoverOptions(context, itemIndex)),
  };
}
