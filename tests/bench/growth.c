/* SPDX-License-Identifier: MIT */
/*
** The growth curve: what an insert and a lookup cost by the number of rows, as an SVG. A table that
** slowed down more than the ordinary one would show as a line that leaves the other's.
*/
#include <math.h>

#include "bench.h"

/* Pixels. */
#define PANEL_WIDTH 360
#define PANEL_HEIGHT 240
#define LEFT 56
#define TOP 52
#define BOTTOM 44
#define PLOT_WIDTH (PANEL_WIDTH - LEFT - 36)
#define PLOT_HEIGHT (PANEL_HEIGHT - TOP - BOTTOM)

static const char *const contender_names[] = {"extension", "ordinary table"};
static const char *const contender_colors[] = {"#0b62a4", "#b35900"};

typedef struct Panel {
  const Results *results;
  const char *label; /* of the figure */
  double left;       /* where the panel begins */
  double most;       /* microseconds at the upper edge */
} Panel;

static double microseconds(const Panel *panel, int size, int contender) {
  int rows = panel->results->size[size].rows;
  const Figure *figure = find_figure(panel->results, TABLE_SIZES, panel->label, rows);
  return figure->timing.median[contender] * 1e6 / figure->operations;
}

static double x_of(const Panel *panel, double rows) {
  const Results *results = panel->results;
  double least = log10(results->size[0].rows);
  double most = log10(results->size[results->sizes - 1].rows);
  double share = most > least ? (log10(rows) - least) / (most - least) : 0;
  return panel->left + LEFT + share * PLOT_WIDTH;
}

static double y_of(const Panel *panel, double value) {
  return TOP + PLOT_HEIGHT * (1 - value / panel->most);
}

/* 1, 2 or 5 times a power of ten: so large that at most five of them reach `most`. */
static double step_for(double most) {
  double step = pow(10, floor(log10(most / 5)));
  for (int i = 0; step * 5 < most; i++) step *= i % 3 == 1 ? 2.5 : 2;
  return step;
}

static void draw_axes(FILE *out, const Panel *panel, const char *title) {
  double right = panel->left + LEFT + PLOT_WIDTH, step = step_for(panel->most);
  fprintf(out, "<text x=\"%.0f\" y=\"20\" font-weight=\"bold\">%s, µs</text>\n", panel->left + LEFT,
          title);
  int lines = (int)round(panel->most / step);
  for (int i = 0; i <= lines; i++) {
    double value = i * step, y = y_of(panel, value);
    fprintf(out, "<path d=\"M%.0f %.1fH%.0f\" stroke=\"#ddd\"/>\n", panel->left + LEFT, y, right);
    fprintf(out, "<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n",
            panel->left + LEFT - 8, y + 4, value);
  }
  for (int i = 0; i < panel->results->sizes; i++) {
    int rows = panel->results->size[i].rows;
    fprintf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>\n", x_of(panel, rows),
            TOP + PLOT_HEIGHT + 18, rows);
  }
  fprintf(out, "<text x=\"%.0f\" y=\"%d\" text-anchor=\"end\">rows</text>\n", right,
          TOP + PLOT_HEIGHT + 36);
}

static void draw_line(FILE *out, const Panel *panel, int contender) {
  const Results *results = panel->results;
  const char *color = contender_colors[contender];
  fputs("<polyline points=\"", out);
  for (int i = 0; i < results->sizes; i++) {
    fprintf(out, "%s%.1f,%.1f", i ? " " : "", x_of(panel, results->size[i].rows),
            y_of(panel, microseconds(panel, i, contender)));
  }
  fprintf(out, "\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", color);
  for (int i = 0; i < results->sizes; i++) {
    fprintf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n",
            x_of(panel, results->size[i].rows), y_of(panel, microseconds(panel, i, contender)),
            color);
  }
  fprintf(out, "<text x=\"%.0f\" y=\"38\" fill=\"%s\">● %s</text>\n",
          panel->left + LEFT + contender * 90, color, contender_names[contender]);
}

static void draw_panel(FILE *out, const Results *results, const char *label, double left) {
  Panel panel = {results, label, left, 0};
  for (int i = 0; i < results->sizes; i++) {
    for (int contender = 0; contender < 2; contender++) {
      double value = microseconds(&panel, i, contender);
      if (value > panel.most) panel.most = value;
    }
  }
  double step = step_for(panel.most);
  panel.most = ceil(panel.most / step) * step;
  draw_axes(out, &panel, label);
  for (int contender = 0; contender < 2; contender++) draw_line(out, &panel, contender);
}

void draw_growth(FILE *out, const Results *results) {
  fprintf(out,
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
          " font-family=\"sans-serif\" font-size=\"12\">\n"
          "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
          2 * PANEL_WIDTH, PANEL_HEIGHT);
  draw_panel(out, results, INSERT_LABEL, 0);
  draw_panel(out, results, LOOKUP_LABEL, PANEL_WIDTH);
  fputs("</svg>\n", out);
}
