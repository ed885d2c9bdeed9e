using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Commands;

return await CommandRoot.RunAsync(KioskCommand.Create, args);
