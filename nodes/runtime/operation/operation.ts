import type {
  IBinaryKeyData,
  IDataObject,
  IExecuteFunctions,
  INodeExecutionData,
  INodeProperties,
} from 'n8n-workflow';

interface OperationBase {
  /** Title Case, without the resource: "Get Many". */
  name: string;
  /** Internal name, camelCase. */
  value: string;
  /** Sentence case, with the resource: "Get many tasks". */
  action: string;
  /** One sentence without a final full stop. */
  description: string;
  /** The operation's own fields; when they show is added by `describeResources`. */
  fields: INodeProperties[];
}

/** What an operation hands back for one input item, before it is paired. */
export interface OutputItem {
  json: IDataObject;
  binary?: IBinaryKeyData;
}

/** An operation that works on one input item at a time. */
export interface ItemOperation extends OperationBase {
  runItem(context: IExecuteFunctions, itemIndex: number): Promise<OutputItem[]>;
}

/** An operation that takes all input items at once and pairs its output itself. */
export interface BatchOperation extends OperationBase {
  runAll(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

/** An operation that takes all input items at once and sorts them into several outputs. */
export interface SortOperation extends OperationBase {
  /** Names of the outputs, in the order of the canvas. */
  outputs: readonly string[];
  /** Other outputs, while a switch on the panel is on. */
  outputsIf?: { parameter: string; outputs: readonly string[] };
  /** @returns items for each output, in the same order */
  runSorted(context: IExecuteFunctions): Promise<INodeExecutionData[][]>;
}

/** The outputs that such an operation has with the parameters as they are. */
export function outputsOf(
  context: IExecuteFunctions,
  { outputs, outputsIf }: SortOperation,
): readonly string[] {
  const isOther =
    outputsIf !== undefined && context.getNodeParameter(outputsIf.parameter, 0, false) === true;
  return isOther ? outputsIf.outputs : outputs;
}

export type Operation = ItemOperation | BatchOperation | SortOperation;

/** A thing at the vendor, with what can be done to it. The only list an operation must be added to. */
export interface Resource {
  /** Title Case, singular: "Caller Number". */
  name: string;
  /** Internal name, camelCase. */
  value: string;
  /** Alphabetical by name. Resources themselves stand in the order in which people look for them. */
  operations: Operation[];
}
