import type { IDataObject } from 'n8n-workflow';
import type { ItemOperation } from '../../runtime/operation/operation';
import { limited, returnAllAndLimit } from '../../runtime/fields/paging-fields';
import { simplify } from '../../runtime/fields/simplify';
import type { RequestContext } from '../../runtime/http/context';
import { jsonField, jsonValue, timeout } from './fields';
import type { ListedThing } from '../resources/lists';

/** A Get Many over a list of the vendor's whose parameters and fields are not documented. */
export function getManyOperation(list: {
  /** Plural, lower case: "tasks". */
  things: string;
  description: string;
  /** Name of the id in simplified items. */
  idName: string;
  nameName: string;
  fetch(context: RequestContext, query: IDataObject, timeoutMs?: number): Promise<ListedThing[]>;
}): ItemOperation {
  return {
    name: 'Get Many',
    value: 'getMany',
    action: `Get many ${list.things}`,
    description: list.description,
    fields: [
      ...returnAllAndLimit,
      jsonField(
        'Query Parameters',
        'query',
        "Parameters under the names of the vendor's page, as JSON. AIRUDDER does not publish which there are; without any, expect the first page.",
      ),
      simplify,
      timeout.only,
    ],
    async runItem(context, itemIndex) {
      const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
      const query = jsonValue(context, 'query', 'Query Parameters', itemIndex);
      const things = await list.fetch(context, query, timeout.milliseconds(options));
      const simple = context.getNodeParameter('simplify', itemIndex, true) === true;
      return limited(context, itemIndex, things).map(({ id, name, status, raw }) => ({
        json: simple ? { [list.idName]: id, [list.nameName]: name, status } : (raw as IDataObject),
      }));
    },
  };
}
