import { DateTime } from 'luxon';
import seedrandom from 'seedrandom';
import { naiveTime, Refusal, text, WholeReply, type AirudderEndpoint } from '../airudder';

const LONGEST_DAYS = 366;

/** Made-up figures in the shape of the vendor's sample: the same for the same day or hour. */
export const statistics: AirudderEndpoint = {
  path: '/service/cloud/inbound/dashboard/statistics',
  method: 'GET',
  row: 'E5',
  answer(state, { query }) {
    const zone = state.settings.zone;
    const start = DateTime.fromMillis(naiveTime(state, query.start_time, 'start_time'), { zone });
    const end = DateTime.fromMillis(naiveTime(state, query.end_time, 'end_time'), { zone });
    if (end <= start || end.diff(start, 'days').days > LONGEST_DAYS) {
      throw new Refusal(400, 'time range is invalid');
    }
    const days: DateTime[] = [];
    for (let day = start.startOf('day'); day < end; day = day.plus({ days: 1 })) days.push(day);
    const hours: DateTime[] = [];
    for (let hour = start.startOf('hour'); hour < end; hour = hour.plus({ hours: 1 })) {
      hours.push(hour);
    }
    return new WholeReply({
      code: 200,
      status: 'OK',
      request_params: { start_time: text(query.start_time), end_time: text(query.end_time) },
      data: {
        offline: {
          data_range: { start_date: start.toISODate(), end_date: end.toISODate() },
          total: { ...offline('total'), ticket_count: 345 },
          daily: {
            total_count: days.length,
            data_list: days.map((day) => ({
              date: day.toISODate(),
              ...offline(day.toISODate() ?? ''),
              ticket_distribution: { ticket_type_1: 12 },
            })),
          },
          hourly: { total_count: hours.length, data_list: [] },
        },
        realtime: {
          time_range: { start_time: text(query.start_time), end_time: text(query.end_time) },
          total: { ...realtime('total'), intention_distribution: { A: 12, B: 3 } },
          daily: {
            total_count: days.length,
            data_list: days.map((day) => ({
              date: day.toISODate(),
              ...realtime(day.toISODate() ?? ''),
              satisfied_distribution: { '1': 2, '5': 40, robot_satisfied_rate: 0.9231 },
            })),
          },
          hourly: {
            total_count: hours.length,
            data_list: hours.map((hour) => {
              const time = hour.toFormat('yyyy-MM-dd HH:00:00');
              return { time, ...realtime(time) };
            }),
          },
        },
      },
    });
  },
};

function offline(key: string) {
  const random = seedrandom(`offline ${key}`);
  const count = (most: number) => Math.floor(random() * most);
  return {
    transfer_reason_distribution: { entrance: count(3000), query_status: count(1500) },
    one_call_problem_solve_rate: Math.round(random() * 10_000) / 10_000,
  };
}

function realtime(key: string) {
  const random = seedrandom(`realtime ${key}`);
  const calls = 100 + Math.floor(random() * 900);
  return {
    total_calls: calls,
    attempted_transfer_calls: Math.floor(calls * 0.4),
    attempted_transfer_rate: 0.4,
    avg_total_duration: 20 + Math.floor(random() * 60),
  };
}
