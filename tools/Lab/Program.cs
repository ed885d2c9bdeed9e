using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Lab.Commands;

return await CommandRoot.RunAsync(LabCommand.Create, args);
