import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { checkCallingHours, type CallingHours } from '../../../../campaign/calling-hours';
import { InvalidInput } from '../../../../basics/invalid-input';
import { locatorValue } from '../../../../runtime/fields/locator';
import { flag } from '../../../../runtime/fields/option-values';
import { checkedPushUrl } from '../../../../runtime/push/push-url';
import { DEFAULT_BASE_URL, normalisedBaseUrl, SOBOT_CREDENTIAL } from '../../../client/credential';
import type { NewTask } from '../../../resources/task-set-up';
import { distinctPieces, typedText } from '../../../../basics/values';
import { checkedPeriod, checkedRobots } from './task-values';

/**
 * The task that the fields of Task: Create describe.
 *
 * @throws InvalidInput when a value is not possible
 */
export async function newTask(
  context: IExecuteFunctions,
  itemIndex: number,
  options: IDataObject,
): Promise<NewTask> {
  const taskName = typedText(context.getNodeParameter('taskName', itemIndex, ''));
  if (taskName === '') {
    throw new InvalidInput(
      '"Task Name" is empty',
      'Give the task a name, so that you find it again.',
    );
  }
  return {
    taskName,
    templateId: locatorValue(context, 'template', 'Template', itemIndex),
    callerNumbers: distinctPieces(
      locatorValue(context, 'callerNumber', 'Caller Number', itemIndex),
      options.moreCallerNumbers,
    ),
    robots: checkedRobots(context.getNodeParameter('robots', itemIndex, 1)),
    period:
      context.getNodeParameter('validity', itemIndex, 'permanent') === 'custom'
        ? checkedPeriod(
            context.getNodeParameter('start', itemIndex, ''),
            context.getNodeParameter('end', itemIndex, ''),
            context.getTimezone(),
          )
        : null,
    callingHours: checkCallingHours(
      context.getNodeParameter('callingHours.range', itemIndex, []) as CallingHours[],
    ),
    pushUrl: await pushUrl(context, itemIndex),
    pushWhen: Number(options.pushWhen ?? 2),
    numberMasking: Number(options.numberMasking ?? 0),
    allowExport: flag(options, 'allowExport', 'Allow Export', true),
  };
}

async function pushUrl(context: IExecuteFunctions, itemIndex: number): Promise<string> {
  const typed = typedText(context.getNodeParameter('pushUrl', itemIndex, ''));
  const credential = await context.getCredentials(SOBOT_CREDENTIAL);
  const token = typedText(credential.pushToken);
  const apiBaseUrl = normalisedBaseUrl(credential.baseUrl) ?? DEFAULT_BASE_URL;
  return checkedPushUrl(typed, apiBaseUrl, token, {
    vendor: 'Sobot',
    trigger: 'Sobot iCall Trigger',
    without: 'read results with Call: Get Result',
  });
}
