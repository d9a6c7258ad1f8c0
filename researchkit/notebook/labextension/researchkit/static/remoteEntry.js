// "Research a company": a launcher card and a command of the palette. Plain JavaScript, nothing to build: the container
// that JupyterLab asks of a prebuilt extension is written out below. What it needs of JupyterLab is shared by it.
(() => {
  const NAME = "researchkit";
  const COMMAND = "researchkit:research";
  let scope = {};

  // Return a module that JupyterLab shares, in the version it has.
  async function shared(name) {
    const versions = scope[name] || {};
    const version = Object.keys(versions)[0];
    if (version === undefined) throw new Error(`JupyterLab does not share ${name}`);
    return (await versions[version].get())();
  }

  // Python literals are made with JSON.stringify: what the user types is text there and never code.
  function code(name, site, root) {
    return [
      "import json, os, researchkit",
      "from researchkit.workspace import default_workspace",
      "try:",
      `    company = researchkit.new(${JSON.stringify(name)}, ${JSON.stringify(site)})`,
      "    made = default_workspace().notebook(company.slug)",
      `    path = os.path.relpath(made, os.path.expanduser(${JSON.stringify(root)})).replace(os.sep, '/')`,
      "    outside = {'error': f'Made {made}, which lies outside the folder that JupyterLab shows.'}",
      "    print(json.dumps(outside if path.startswith('..') else {'path': path}))",
      "except researchkit.ResearchkitError as error:",
      "    print(json.dumps({'error': str(error)}))",
    ].join("\n");
  }

  // Run code in a kernel of its own, which ends with it; return what it printed last, as JSON.
  async function ask(app, source) {
    const kernel = await app.serviceManager.kernels.startNew({ name: "python3" });
    let printed = "";
    try {
      const run = kernel.requestExecute({ code: source, store_history: false });
      run.onIOPub = (message) => {
        if (message.header.msg_type === "stream" && message.content.name === "stdout") printed += message.content.text;
        if (message.header.msg_type === "error") printed = JSON.stringify({ error: message.content.evalue });
      };
      await run.done;
    } finally {
      await kernel.shutdown();
    }
    return JSON.parse(printed.trim().split("\n").pop() || "{}");
  }

  async function research(app, apputils) {
    const name = await apputils.InputDialog.getText({ title: "Research a company", label: "Its name" });
    if (!name.button.accept || !name.value) return;
    const site = await apputils.InputDialog.getText({
      title: `Research ${name.value}`, label: "Its site (may stay empty)", placeholder: "https://acme.example",
    });
    if (!site.button.accept) return;
    const { PageConfig } = await shared("@jupyterlab/coreutils");
    const answer = await ask(app, code(name.value, site.value || "", PageConfig.getOption("serverRoot")));
    if (answer.path) await app.commands.execute("docmanager:open", { path: answer.path });
    else await apputils.showErrorMessage("Research a company", answer.error || "No answer came from the kernel.");
  }

  async function extension() {
    const apputils = await shared("@jupyterlab/apputils");
    const { searchIcon } = await shared("@jupyterlab/ui-components");
    const { ILauncher } = await shared("@jupyterlab/launcher");
    return {
      id: `${NAME}:plugin`,
      autoStart: true,
      optional: [apputils.ICommandPalette, ILauncher],
      activate: (app, palette, launcher) => {
        app.commands.addCommand(COMMAND, {
          label: "Research a company",
          caption: "Make the profile and the notebook of a company, and open it",
          icon: searchIcon,
          execute: () => research(app, apputils),
        });
        if (palette) palette.addItem({ command: COMMAND, category: "Research" });
        if (launcher) launcher.add({ command: COMMAND, category: "Other", rank: 1 });
      },
    };
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init: (given) => { scope = given; },
    get: async () => {
      const plugin = await extension();
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
