// All that a partner writes.
import "weg-wijzer";
