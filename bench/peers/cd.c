/* One CD-1 step and one Gibbs step in plain C, for `cc -O3 -march=native -ffast-math`, behind the line protocol of
 * bench/protocol.ts.
 *
 * Sparse both ways: a layer's input is its bias plus a row of weights for each unit of the other layer that is on, and the
 * rows go through vector registers. For that the weights are kept twice, as they are and transposed. The gradient and the
 * update touch only the visible units that were on in the data or in a reconstruction.
 */
#include <math.h>

#include "serve.h"

#define LANES 16
/* Four vectors. */
#define TILE 64
/* The compiler's own vectors: left to itself it gathers this loop's floats one by one. Rows are aligned to 64 bytes. */
typedef float vector __attribute__((vector_size(4 * LANES), may_alias));

/* Rows of floats are padded with zeros to whole vectors. */
static int hidden_wide, visible_wide;
static float *w, *bv, *bh;              /* [visible][hidden_wide], [visible_wide], [hidden_wide] */
static float *w_across;                 /* [hidden][visible_wide]: w transposed */
static int *data_starts, *data_units;   /* the data's active units, example after example */
static int *state_starts, *state_units; /* the chains' */
static float *sums;                     /* [batch][hidden_wide]: the inputs of hidden units */
static float *h_data, *h_chain, *h_model; /* [batch][hidden_wide], 0 or 1 */
static float *a;                        /* [visible_wide]: the inputs of an example's visible units */
static const float **active;            /* [hidden]: the rows of w_across whose units are on */
static float *drawn;                    /* [visible_wide]: which of them fire, 0 or 1 */
static uint8_t *fired;                  /* [visible_wide]: the same in bytes */
static uint8_t *touched;                /* [visible]: which units' weights have a gradient */
static float *dw, *dbv, *dbh;

/* One xorshift32 generator a lane: it needs only shifts and exclusive ors, which every vector unit has. */
static uint32_t lanes[LANES];

static void seed_lanes(void) {
  uint64_t x = 1;
  for (int n = 0; n < LANES; n++) {
    x += 0x9e3779b97f4a7c15ull;
    uint64_t z = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    lanes[n] = (uint32_t)(z >> 32) | 1;
  }
}

/* out[n] = 1 where u < sigmoid(in[n]), else 0, for n below a multiple of LANES. The random numbers have 24 bits, as floats
 * do; u < 1 / (1 + e^-a) is asked without the division. */
static void sample(float *restrict out, const float *restrict in, int count) {
  uint32_t x[LANES];
  memcpy(x, lanes, sizeof x);
  for (int at = 0; at < count; at += LANES) {
    for (int n = 0; n < LANES; n++) {
      x[n] ^= x[n] << 13;
      x[n] ^= x[n] >> 17;
      x[n] ^= x[n] << 5;
      float u = (float)(int32_t)(x[n] >> 8) * 0x1p-24f;
      out[at + n] = u * (1.0f + expf(-in[at + n])) < 1.0f ? 1 : 0;
    }
  }
  memcpy(lanes, x, sizeof x);
}

/* From floats to bytes: a loop of its own, so that the one above keeps to vectors of one kind. */
static void narrow(uint8_t *restrict out, const float *restrict in, int count) {
  for (int n = 0; n < count; n++) out[n] = in[n] != 0;
}

static void add_row(float *restrict to, const float *restrict from, int count) {
  for (int j = 0; j < count; j++) to[j] += from[j];
}

static void subtract_row(float *restrict to, const float *restrict from, int count) {
  for (int j = 0; j < count; j++) to[j] -= from[j];
}

/* sums = bh + V W for V given as lists of active units. */
static void hidden_inputs(const int *starts, const int *units) {
  for (int b = 0; b < batch; b++) {
    float *to = sums + (size_t)b * hidden_wide;
    memcpy(to, bh, sizeof(float) * hidden_wide);
    for (int n = starts[b]; n < starts[b + 1]; n++) add_row(to, w + (size_t)units[n] * hidden_wide, hidden_wide);
  }
}

/* Samples each chain's visible layer from `h_chain` into the lists of `state`. */
static void sample_visible(void) {
  int count = 0;
  for (int b = 0; b < batch; b++) {
    const float *h = h_chain + (size_t)b * hidden_wide;
    int on = 0;
    for (int j = 0; j < hidden; j++) {
      if (h[j] != 0) active[on++] = w_across + (size_t)j * visible_wide;
    }
    /* Sums stay in registers while all rows go through them. */
    for (int at = 0; at < visible_wide; at += TILE) {
      const vector *bias = (const vector *)(bv + at);
      vector sum0 = bias[0], sum1 = bias[1], sum2 = bias[2], sum3 = bias[3];
      for (int n = 0; n < on; n++) {
        const vector *row = (const vector *)(active[n] + at);
        sum0 += row[0], sum1 += row[1], sum2 += row[2], sum3 += row[3];
      }
      vector *to = (vector *)(a + at);
      to[0] = sum0, to[1] = sum1, to[2] = sum2, to[3] = sum3;
    }
    sample(drawn, a, visible_wide);
    narrow(fired, drawn, visible_wide);
    state_starts[b] = count;
    /* Eight at a time: most are zeros. */
    for (int i = 0; i < visible; i += 8) {
      uint64_t eight;
      memcpy(&eight, fired + i, 8);
      for (; eight != 0; eight &= eight - 1) {
        int unit = i + __builtin_ctzll(eight) / 8;
        if (unit < visible) state_units[count++] = unit;
      }
    }
  }
  state_starts[batch] = count;
}

/* One phase of the gradient: v h^T, added for the data and subtracted for the model. */
static void add_phase(const int *starts, const int *units, const float *h, int sign) {
  void (*change)(float *restrict, const float *restrict, int) = sign > 0 ? add_row : subtract_row;
  for (int b = 0; b < batch; b++) {
    const float *row = h + (size_t)b * hidden_wide;
    change(dbh, row, hidden_wide);
    for (int n = starts[b]; n < starts[b + 1]; n++) {
      change(dw + (size_t)units[n] * hidden_wide, row, hidden_wide);
      dbv[units[n]] += sign;
      touched[units[n]] = 1;
    }
  }
}

static void update(float scale) {
  for (int i = 0; i < visible; i++) {
    if (!touched[i]) continue;
    touched[i] = 0;
    float *restrict row = w + (size_t)i * hidden_wide;
    float *restrict change = dw + (size_t)i * hidden_wide;
    for (int j = 0; j < hidden_wide; j++) {
      row[j] += scale * change[j];
      change[j] = 0;
    }
    for (int j = 0; j < hidden; j++) w_across[(size_t)j * visible_wide + i] = row[j];
    bv[i] += scale * dbv[i];
    dbv[i] = 0;
  }
  for (int j = 0; j < hidden; j++) bh[j] += scale * dbh[j];
  memset(dbh, 0, sizeof(float) * hidden_wide);
}

static void cd1(float rate) {
  int all = batch * hidden_wide;
  hidden_inputs(data_starts, data_units);
  sample(h_data, sums, all);
  sample(h_chain, sums, all);
  sample_visible();
  hidden_inputs(state_starts, state_units);
  sample(h_model, sums, all);
  add_phase(data_starts, data_units, h_data, 1);
  add_phase(state_starts, state_units, h_model, -1);
  update(rate / batch);
}

static void gibbs(void) {
  hidden_inputs(state_starts, state_units);
  sample(h_chain, sums, batch * hidden_wide);
  sample_visible();
}

static void restart(void) {
  memcpy(state_starts, data_starts, sizeof(int) * (batch + 1));
  memcpy(state_units, data_units, sizeof(int) * data_starts[batch]);
}

static void reset(void) {
  for (int i = 0; i < visible; i++) {
    memcpy(w + (size_t)i * hidden_wide, w_loaded + (size_t)i * hidden, sizeof(float) * hidden);
    for (int j = 0; j < hidden; j++) w_across[(size_t)j * visible_wide + i] = w[(size_t)i * hidden_wide + j];
  }
  memcpy(bv, bv_loaded, sizeof(float) * visible);
  memcpy(bh, bh_loaded, sizeof(float) * hidden);
  seed_lanes();
  restart();
}

static void prepare(void) {
  hidden_wide = (hidden + LANES - 1) / LANES * LANES;
  visible_wide = (visible + TILE - 1) / TILE * TILE;
  size_t weights = (size_t)visible * hidden_wide, cells = (size_t)batch * visible, sampled = (size_t)batch * hidden_wide;
  w = room(weights, 4), dw = room(weights, 4), w_across = room((size_t)hidden * visible_wide, 4);
  bv = room(visible_wide, 4), dbv = room(visible_wide, 4), bh = room(hidden_wide, 4), dbh = room(hidden_wide, 4);
  data_starts = room(batch + 1, 4), data_units = room(cells, 4);
  state_starts = room(batch + 1, 4), state_units = room(cells, 4);
  active = room(hidden, sizeof *active), a = room(visible_wide, 4);
  drawn = room(visible_wide, 4), fired = room(visible_wide, 1), touched = room(visible, 1);
  sums = room(sampled, 4), h_data = room(sampled, 4), h_chain = room(sampled, 4), h_model = room(sampled, 4);
  int at = 0;
  for (int b = 0; b < batch; b++) {
    data_starts[b] = at;
    for (int i = 0; i < visible; i++) {
      if (rows[(size_t)b * visible + i]) data_units[at++] = i;
    }
  }
  data_starts[batch] = at;
}

static void add_state(double share) {
  for (int n = 0; n < state_starts[batch]; n++) mean[state_units[n]] += share / batch;
}

static float weight(int i, int j) { return w[(size_t)i * hidden_wide + j]; }
static float visible_bias(int i) { return bv[i]; }
static float hidden_bias(int j) { return bh[j]; }
